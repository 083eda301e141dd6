import { file, openTransfer, stallUpload, upload } from "../../../tests/e2e/page/transfer-steps.ts";
import type { State } from "./state.ts";

/** The states of the view Transfer. */
export const transferStates: State[] = [
  {
    view: "transfer",
    name: "empty",
    async prepare({ driver }) {
      await driver.open("Transfer");
      await driver.page.getByText("Limits and method").click();
    },
  },
  {
    view: "transfer",
    name: "uploads",
    async prepare(session) {
      const { driver, stack } = session;
      await openTransfer(session);
      const forbidden = { type: "error", status: 403, code: "AccessDenied" };
      await stack.addFaults({ method: "PUT", key: "uploads/bad.txt", effect: forbidden });
      await stack.addFaults({ ...stallUpload("PUT", 100_000), key: "uploads/large.bin" });
      await driver.choose("PUT");
      await upload(
        session,
        file("good.txt", "good"),
        file("bad.txt", "bad"),
        file("large.bin", new Uint8Array(400_000)),
        file(`${"a-long-name-without-spaces-".repeat(4)}.txt`, "long"),
      );
      await driver.page.locator(".upload-row[data-state=failed]").waitFor();
      await driver.page.locator(".upload-row[data-state=running]").waitFor();
    },
  },
  {
    view: "transfer",
    name: "download",
    async prepare({ driver, fillIn }) {
      await fillIn("hello.txt");
      await driver.open("Transfer");
      await driver.page.locator("#download-key").fill("hello.txt");
      await driver.page.locator("#download-preview").click();
      await driver.page.locator("#view-transfer .preview > *").first().waitFor();
    },
  },
  {
    view: "transfer",
    name: "not-found",
    async prepare({ driver, fillIn }) {
      await fillIn("hello.txt");
      await driver.open("Transfer");
      await driver.page.locator("#download-key").fill("nothing.txt");
      await driver.page.locator("#download").click();
      await driver.problem();
    },
  },
];
