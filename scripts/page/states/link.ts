import type { PageSession } from "../../../tests/e2e/page/page-session.ts";
import type { State } from "./state.ts";

/** Fills in a key of AWS's documentation, and an object at AWS. */
export async function fillExample({ driver }: PageSession): Promise<void> {
  await driver.field("Access key ID").fill("AKIAIOSFODNN7EXAMPLE");
  await driver.field("Secret access key").fill("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  await driver.field("S3 URI").fill("s3://acme-reports/2026/Annual report.pdf");
  await driver.field("Region").fill("eu-west-1");
  await driver.link();
}

const unfold = (session: PageSession) =>
  session.driver.page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

/** The states of the view Link. */
export const linkStates: State[] = [
  { view: "link", name: "empty", prepare: async () => {} },
  { view: "link", name: "unfolded", prepare: unfold },
  {
    view: "link",
    name: "problems",
    async prepare({ driver }) {
      await driver.field("Access key ID").fill("AKIA IOSFODNN7EXAMPLE");
      await driver.set("Bucket", "my reports");
      await driver.set("Valid for", "1h30 minutes or so");
      await driver.problems(3);
    },
  },
  { view: "link", name: "ready", prepare: fillExample },
  {
    view: "link",
    name: "all-parts",
    async prepare(session) {
      await fillExample(session);
      await session.driver.field("S3 URI").fill(`s3://acme//${"very-long-name-".repeat(8)}.pdf`);
      await session.driver.field("Session token").fill("FwoGZXIvYXdzEXAMPLE".repeat(40));
      await session.driver.field("Region").fill("eu-west-9");
      await session.driver.button("Copy link").click();
      await unfold(session);
      await session.driver.page.locator("#qr svg, #qr-note:not([hidden])").first().waitFor();
    },
  },
  {
    view: "link",
    name: "upload",
    async prepare(session) {
      await fillExample(session);
      await session.driver.choose("Upload PUT");
      await session.driver.page.locator("#link-headers").waitFor({ state: "attached" });
    },
  },
  {
    view: "link",
    name: "expired",
    async prepare(session) {
      await fillExample(session);
      await session.driver.field("Valid for").fill("5 min");
      await session.driver.link();
      await session.driver.page.clock.setFixedTime(Date.now() + 600_000);
      await session.driver.sign("expired").waitFor();
    },
  },
  {
    view: "link",
    name: "right-to-left",
    async prepare(session) {
      await fillExample(session);
      await session.driver.field("S3 URI").fill("s3://acme-reports/تقارير/تقرير 2026 نهائي.pdf");
      await session.driver.link();
    },
  },
];
