import type { PageSession } from "../../../tests/e2e/page/page-session.ts";
import { fillExample } from "./link.ts";
import type { State } from "./state.ts";

async function inspect(session: PageSession, change = (link: string) => link): Promise<void> {
  await fillExample(session);
  const link = change(await session.driver.link());
  await session.driver.open("Inspect");
  await session.driver.field("Signed URL").fill(link);
  await session.driver.page.locator("#inspect-state").waitFor();
}

/** The states of the view Inspect. */
export const inspectStates: State[] = [
  { view: "inspect", name: "empty", prepare: ({ driver }) => driver.open("Inspect") },
  { view: "inspect", name: "valid", prepare: (session) => inspect(session) },
  {
    view: "inspect",
    name: "right-signature",
    async prepare(session) {
      await inspect(session);
      await session.driver.button("Check signature").click();
      await session.driver.page.locator("#inspect-outcome:not(:empty)").waitFor();
    },
  },
  {
    view: "inspect",
    name: "wrong-signature",
    async prepare(session) {
      await inspect(session, (link) =>
        link.replace("Annual", "Other").concat("&utm=1&X-Amz-Expires=9"),
      );
      await session.driver.button("Check signature").click();
      await session.driver.problem();
    },
  },
  {
    view: "inspect",
    name: "invalid",
    async prepare({ driver }) {
      await driver.open("Inspect");
      await driver.field("Signed URL").fill("https://example.com/");
      await driver.problem();
    },
  },
];
