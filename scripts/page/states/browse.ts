import { openFolder, rows } from "../../../tests/e2e/page/browse-steps.ts";
import type { PageSession } from "../../../tests/e2e/page/page-session.ts";
import type { State } from "./state.ts";

/** Objects of the bucket in the pictures. They are stored before any is taken. */
export const OBJECTS = [
  "hello.txt",
  "photos/2025/",
  "photos/2026/a.jpg",
  "photos/beach at sunset.jpg",
  `photos/${"a-very-long-name-without-spaces-".repeat(4)}.jpg`,
  "photos/notes.txt",
  "photos/صور العائلة.jpg",
];

async function list(session: PageSession): Promise<void> {
  await session.fillIn("");
  await openFolder(session, "photos/");
}

/** The states of the view Browse. */
export const browseStates: State[] = [
  { view: "browse", name: "empty", prepare: ({ driver }) => driver.open("Browse") },
  { view: "browse", name: "list", prepare: list },
  {
    view: "browse",
    name: "buckets",
    async prepare(session) {
      await session.fillIn("");
      await session.driver.open("Browse");
      await session.driver.page.getByRole("button", { name: /buckets/i }).click();
      await session.driver.page.locator("#browse-bucket-names li, .problem > *").first().waitFor();
    },
  },
  {
    view: "browse",
    name: "selection",
    async prepare(session) {
      await list(session);
      await session.driver.page.getByLabel("Select all loaded objects").check();
      await session.driver.page.locator("#browse-selection").waitFor();
    },
  },
  {
    view: "browse",
    name: "question",
    async prepare(session) {
      await list(session);
      await session.driver.page.getByLabel("Select all loaded objects").check();
      await session.driver.button("Delete").click();
      await session.driver.page.getByRole("dialog").waitFor();
    },
  },
  {
    view: "browse",
    name: "waiting",
    async prepare(session) {
      await list(session);
      const never = { type: "delay", milliseconds: 60_000 };
      await session.stack.addFaults({ service: "s3", method: "GET", times: 0, effect: never });
      await session.driver.page.locator("#browse-reload").click();
    },
  },
  {
    view: "browse",
    name: "nothing-found",
    async prepare(session) {
      await list(session);
      await session.driver.field("Search").fill("nothing like this");
      await rows(session).first().waitFor({ state: "detached" });
    },
  },
  {
    view: "browse",
    name: "failed",
    async prepare({ driver, stack, fillIn }) {
      await fillIn("");
      await stack.changeSettings({ cors: [] });
      await driver.open("Browse");
      await driver.problem();
    },
  },
  {
    view: "browse",
    name: "offline",
    async prepare(session) {
      await list(session);
      await session.driver.context.setOffline(true);
      await session.driver.page.locator("#offline p").waitFor();
    },
  },
];
