import { createHash } from "node:crypto";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { QueueItem } from "../../../js/queue/queue-item.ts";
import { type ElementSession, elementSession } from "./element-session.ts";

/** A file to choose in the native input. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export interface DropSession extends ElementSession {
  /** Opens a page with an `<s3-drop>` in a form, whose client is that of a guest. */
  openForm(attributes?: string, input?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Chooses files in the native input, as a picker does. */
  choose(...files: ChosenFile[]): Promise<void>;
  /** Waits until no upload is pending, and returns the path and the state, or the code of the error, of each file. */
  outcomes(): Promise<string[]>;
  /** Stops all uploads by form after their first bytes, until `stack.reset()`. */
  stall(): Promise<void>;
  /** Waits until the element has a custom state. */
  waitForState(state: string): Promise<void>;
  /** Returns the entries of the form. */
  value(): Promise<readonly string[] | undefined>;
  /** Returns the digest of an object. */
  storedDigest(key: string): Promise<string>;
}

/** Starts a stack, a browser, and a site with pages that contain an `<s3-drop>`. */
export function dropSession(): DropSession {
  const session = elementSession() as DropSession;
  return Object.assign(session, {
    openForm(attributes = "", input = "multiple", options?: BrowserContextOptions) {
      return session.open(
        `<s3-client ${session.attributes}>
          <form action="/submitted">
            <label for="docs">Documents</label>
            <s3-drop name="docs" prefix="element/" ${attributes}><input id="docs" type="file" ${input}></s3-drop>
            <button id="submit">Send</button> <button type="reset">Reset</button>
          </form>
        </s3-client>`,
        options,
      );
    },
    async choose(...files: ChosenFile[]) {
      await session.page.locator("s3-drop input").setInputFiles(files);
    },
    async outcomes() {
      await session.page.waitForFunction(() => {
        const items = document.querySelector("s3-drop")?.items ?? [];
        const isAtEnd = ({ state }: QueueItem) => ["done", "failed", "rejected"].includes(state);
        return items.length > 0 && items.every(isAtEnd);
      });
      return session.page.evaluate(() =>
        (document.querySelector("s3-drop")?.items ?? []).map(
          ({ path, state, error }) => `${path} ${error?.code ?? state}`,
        ),
      );
    },
    stall() {
      const effect = { type: "stall", of: "request", after: 1 };
      return session.stack.addFaults({ service: "s3", method: "POST", times: 0, effect });
    },
    async waitForState(state: string) {
      await session.page.locator(`s3-drop:state(${state})`).waitFor();
    },
    value() {
      return session.page.evaluate(() => document.querySelector("s3-drop")?.value);
    },
    async storedDigest(key: string) {
      const { blob } = await session.node.download(key);
      return digest(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)));
    },
  });
}

/** Returns a file with this text. */
export function textFile(name: string, text: string, mimeType = "text/plain"): ChosenFile {
  return { name, mimeType, buffer: Buffer.from(text) };
}

/** SHA-256 in hexadecimal. */
export function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
