import type { State } from "./state.ts";

/** The states of the view Explain. */
export const explainStates: State[] = [
  { view: "explain", name: "empty", prepare: ({ driver }) => driver.open("Explain") },
  {
    view: "explain",
    name: "comparison",
    async prepare({ driver, fillIn }) {
      await fillIn("hello.txt");
      const link = await driver.link();
      const rejected = await fetch(`${link}&utm=1`);
      await driver.open("Explain");
      await driver.field("S3's response").fill(await rejected.text());
      await driver.field("Request").fill(link);
      await driver.page.locator(".explain-line.differs").waitFor();
    },
  },
  {
    view: "explain",
    name: "cause",
    async prepare({ driver }) {
      await driver.open("Explain");
      await driver
        .field("S3's response")
        .fill(
          "<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message><Region>eu-west-1</Region></Error>",
        );
      await driver.page.locator("#explain-hint:not(:empty)").waitFor();
    },
  },
  {
    view: "explain",
    name: "invalid",
    async prepare({ driver }) {
      await driver.open("Explain");
      await driver.field("S3's response").fill("It does not work.");
      await driver.field("S3's response").blur();
      await driver.problems(1);
    },
  },
];
