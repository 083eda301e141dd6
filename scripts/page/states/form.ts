import { chooseFile, formState, openForm } from "../../../tests/e2e/page/form-steps.ts";
import type { State } from "./state.ts";

/** The states of the view Upload form. */
export const formStates: State[] = [
  { view: "form", name: "empty", prepare: ({ driver }) => driver.open("Upload form") },
  {
    view: "form",
    name: "ready",
    async prepare(session) {
      await openForm(session);
      await session.driver.page.getByText("Fields, conditions, response").click();
      await session.driver.button("Add a field").click();
      const row = session.driver.page.locator(".form-row").last();
      await row.getByLabel("Field", { exact: true }).fill("x-amz-meta-owner");
      await row.getByLabel("Value").fill("Ada");
      await session.driver.page.locator("#form-shown summary").click();
    },
  },
  {
    view: "form",
    name: "problems",
    async prepare({ driver }) {
      await driver.open("Upload form");
      await driver.field("Maximum size").fill("ten");
      await driver.field("Content type").fill("a/b*");
      await driver.field("Content type").blur();
      await driver.problems(2);
    },
  },
  {
    view: "form",
    name: "stored",
    async prepare(session) {
      await openForm(session);
      await formState(session, "ready");
      await chooseFile(session);
      await session.driver.button("Upload").click();
      await session.driver.page.locator("#form-stored").waitFor();
    },
  },
  {
    view: "form",
    name: "refused",
    async prepare(session) {
      await openForm(session);
      await session.driver.field("Maximum size").fill("2");
      await chooseFile(session);
      await session.driver.button("Send anyway").click();
      await session.driver.problem();
    },
  },
];
