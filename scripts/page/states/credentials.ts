import type { State } from "./state.ts";

/** The states of the view Credentials. */
export const credentialsStates: State[] = [
  {
    view: "credentials",
    name: "empty",
    async prepare({ driver }) {
      await driver.open("Credentials");
      await driver.page.locator("#view-credentials").getByText("Options").first().click();
    },
  },
  {
    view: "credentials",
    name: "guest",
    async prepare({ driver }) {
      await driver.guestButton.click();
      await driver.link();
      await driver.open("Credentials");
      await driver.page.locator("#credentials-facts").waitFor();
    },
  },
  {
    view: "credentials",
    name: "problems",
    async prepare({ driver }) {
      await driver.open("Credentials");
      await driver.page.locator("#credentials-role-get").click();
      await driver.field("Paste").first().fill("hello");
      await driver.problems(2);
    },
  },
];
