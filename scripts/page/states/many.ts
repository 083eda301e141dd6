import type { State } from "./state.ts";

/** The states of the view Many. */
export const manyStates: State[] = [
  {
    view: "many",
    name: "empty",
    async prepare({ driver }) {
      await driver.open("Many");
      await driver.page.getByText("List the keys of a prefix").click();
    },
  },
  {
    view: "many",
    name: "problems",
    async prepare({ driver }) {
      await driver.open("Many");
      await driver.field("Valid").fill("8 days");
      await driver.button("Sign links").click();
      await driver.problems(3);
    },
  },
  {
    view: "many",
    name: "links",
    async prepare({ driver, fillIn }) {
      await fillIn("");
      await driver.open("Many");
      await driver.field("Keys").fill("2026/a.pdf\n2026/b c.pdf\nتقارير/ملف.pdf");
      await driver.button("Sign links").click();
      await driver.page.locator("#many-copy:enabled").waitFor();
    },
  },
  {
    view: "many",
    name: "invalid-lines",
    async prepare({ driver, fillIn }) {
      await fillIn("");
      await driver.open("Many");
      await driver.field("Keys").fill(`a\n../b\ns3://c/\n${"long/".repeat(220)}`);
      await driver.button("Sign links").click();
      await driver.page.locator("#many-invalid").waitFor();
    },
  },
];
