import assert from "node:assert/strict";
import type { Answer } from "./exchange.ts";
import type { Server, SignatureVersion } from "./server.ts";

/** One thing that a server must do with what is signed. */
export interface Feature {
  name: string;
  /** What a server must have, to be asked at all. */
  needs?: keyof Pick<
    Server,
    "temporary" | "virtualHost" | "identity" | "customerKeys" | "lockBucket"
  >;
  run(server: Server): Promise<void>;
}

export const versions: readonly SignatureVersion[] = ["v4", "v2"];

/** Whether the server can judge the feature, by what its name says that it is about. */
export function concerns({ name, needs }: Feature, server: Server): boolean {
  const { verifies, forms } = server;
  const version = name.startsWith("v2") ? "v2" : "v4";
  const isForm = /\bform\b/.test(name);
  // A server that accepts every V2 URL proves nothing about ours.
  if (version === "v2" && !isForm && !verifies.v2) return false;
  if (/ refused: /.test(name) && !(isForm ? verifies.policies : verifies[version])) return false;
  if (/and of no other$|^credentials: .* is refused/.test(name) && !verifies.v4) return false;
  if (isForm && !forms) return false;
  return needs === undefined || server[needs] !== undefined;
}

let count = 0;

/** A key that no other check writes to. */
export function freshKey(end: string): string {
  count += 1;
  return `peers/${process.pid}-${count}/${end}`;
}

/** Fails, with the server's own words, where it did not succeed. */
export function succeeded(answer: Answer): Answer {
  assert.ok(answer.status >= 200 && answer.status < 300, said(answer));
  return answer;
}

/** Fails where it did not refuse: an error of the server's own, or a redirect, is no refusal. */
export function refused(answer: Answer): void {
  assert.ok([400, 403].includes(answer.status), said(answer));
}

function said({ status, body }: Answer): string {
  const text = body.toString("utf8");
  const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? "";
  const message = /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? "";
  return `${status} ${code} ${message}`.trim().slice(0, 160);
}
