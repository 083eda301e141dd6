import type { PageSession } from "../../../tests/e2e/page/page-session.ts";
import type { State } from "./state.ts";

async function check({ driver }: PageSession): Promise<void> {
  await driver.open("Doctor");
  await driver.button("Check").click();
}

const finished = ({ driver }: PageSession) =>
  driver.page.locator("#doctor-outcome", { hasText: /works|Failed: \d/ }).waitFor();

/** The states of the view Doctor. */
export const doctorStates: State[] = [
  { view: "doctor", name: "empty", prepare: ({ driver }) => driver.open("Doctor") },
  {
    view: "doctor",
    name: "problem",
    async prepare(session) {
      await check(session);
      await session.driver.problem();
    },
  },
  {
    view: "doctor",
    name: "all-ok",
    async prepare(session) {
      await session.fillIn("hello.txt");
      await check(session);
      await finished(session);
    },
  },
  {
    view: "doctor",
    name: "failures",
    async prepare(session) {
      await session.fillIn("hello.txt");
      await session.stack.changeSettings({ cors: [] });
      await check(session);
      await finished(session);
    },
  },
  {
    view: "doctor",
    name: "waiting",
    async prepare(session) {
      await session.fillIn("hello.txt");
      const effect = { type: "delay", milliseconds: 60_000 };
      await session.stack.addFaults({ service: "s3", times: 0, effect });
      await check(session);
    },
  },
];
