import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { after, before, beforeEach, describe, test } from "node:test";
import { S3 } from "../../js/s3.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { stackBinary } from "../../scripts/target-folder.ts";
import { type Stack, startStack } from "../e2e/stack.ts";

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";
const LARGE = new Blob([new Uint8Array(11 * 1024 ** 2)]);
const PARTS = { via: "multipart", partSize: 5 * 1024 ** 2, concurrency: 1 } as const;
const file = () => new File([LARGE], "large.bin", { lastModified: 1 });

/** Returns the IAM actions that S3 requires for a request (user guide, "Required permissions for S3 API operations"). */
function actionsOf({ method, url, headers }: Request, fields: string[]): string[] {
  const { searchParams: query, pathname } = new URL(url);
  const isTagged = headers.has("x-amz-tagging") || fields.includes("tagging");
  const isUpload = query.has("uploads") || !query.has("uploadId");
  const writes = ["s3:PutObject", ...(isTagged && isUpload ? ["s3:PutObjectTagging"] : [])];
  if (method === "PUT" || method === "POST") return writes;
  if (method === "DELETE") {
    if (query.has("uploadId")) return ["s3:AbortMultipartUpload"];
    return [query.has("versionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject"];
  }
  if (query.has("list-type")) return ["s3:ListBucket"];
  if (query.has("uploadId")) return ["s3:ListMultipartUploadParts"];
  assert.match(pathname, /^\/[^/]+\/./, "a request for an object");
  return [query.has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject"];
}

describe("the actions of docs/infrastructure/README.md", { skip }, () => {
  let stack: Stack;
  let s3: S3;
  let actions: Set<string>;
  /** Has an event for each action of a request. */
  const sent = new EventEmitter();
  const storage = new Map<string, string>();

  before(async () => {
    stack = await startStack();
    await client().upload("text", { key: "text.txt" });
  });
  after(() => stack.stop());
  beforeEach(async () => {
    await stack.reset();
    storage.clear();
    s3 = client();
    actions = new Set();
  });

  function client(): S3 {
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
    return new S3({
      ...{ region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } },
      retry: { attempts: 2, baseDelay: 1 },
      storage: {
        getItem: (name) => storage.get(name) ?? null,
        setItem: (name, value) => void storage.set(name, value),
        removeItem: (name) => void storage.delete(name),
      },
      async fetch(input, init) {
        const fields = init?.body instanceof FormData ? [...init.body.keys()] : [];
        for (const action of actionsOf(new Request(input, { ...init, body: null }), fields)) {
          actions?.add(action);
          sent.emit(action);
        }
        return fetch(input, init);
      },
    });
  }

  const key = "file.bin";
  const versionId = "null";
  const OPERATIONS: Record<string, () => Promise<unknown>> = {
    "`download`, `sign`, `s3.fetch`, `presign` for GET": async () => {
      await s3.download("text.txt");
      await s3.fetch(`s3://${stack.ready.bucket}/text.txt`);
    },
    // The local stack has no versions: only the request matters.
    "`download` with `versionId`": () => s3.download("text.txt", { versionId }).catch(() => {}),
    "`head`": () => s3.head("text.txt"),
    "`list`": async () => {
      for await (const _ of s3.list("text"));
    },
    "`delete`": () => s3.delete("other.txt"),
    "`delete` with `versionId`": () => s3.delete("other.txt", { versionId }).catch(() => {}),
    "`upload` by a form or PUT": async () => {
      await s3.upload("text", { key, via: "post" });
      await s3.upload("text", { key, via: "put" });
    },
    "`upload` with `tags`": async () => {
      await s3.upload("text", { key, via: "post", tags: { a: "b" } });
      await s3.upload("text", { key, via: "put", tags: { a: "b" } });
      await s3.upload(LARGE, { key, ...PARTS, tags: { a: "b" } });
    },
    "`upload` in parts": () => s3.upload(LARGE, { key, ...PARTS }),
    "`upload` in parts, aborted": async () => {
      const transfer = s3.upload(LARGE, { key, ...PARTS, onPart: () => transfer.abort() });
      // The transfer rejects before the request that removes its parts.
      const removal = once(sent, "s3:AbortMultipartUpload");
      await assert.rejects(transfer, { name: "AbortError" });
      await removal;
    },
    "`upload` in parts, resumed": async () => {
      await stack.addFaults({ method: "PUT", skip: 1, times: 0, effect: OVERLOADED });
      const options = { key, ...PARTS, resumable: true };
      await assert.rejects(s3.upload(file(), options));
      await stack.reset();
      actions.clear();
      await client().upload(file(), options);
    },
    "`upload` in parts, whose last response was lost": async () => {
      // The second POST completes the upload.
      await stack.addFaults({ method: "POST", skip: 1, effect: { type: "cut", after: 0 } });
      await s3.upload(LARGE, { key, ...PARTS });
    },
    "`upload` in parts with `overwrite: false`": () =>
      s3.upload(LARGE, { key: "new.bin", ...PARTS, overwrite: false }),
  };

  for (const [operation, actionList] of rows()) {
    test(`of ${operation} are those of its requests`, async () => {
      await OPERATIONS[operation]?.();
      assert.deepEqual([...actions].sort(), actionList.sort());
    });
  }

  test("that are bold are those of the role for users", () => {
    const template = readFileSync(inRoot("docs", "infrastructure", "cloudformation.yaml"), "utf8");
    const role = template.slice(
      template.indexOf("  UserRole:"),
      template.indexOf("  IdentityPoolRoles:"),
    );
    const allowed = role.match(/s3:[A-Z]\w+/g) ?? [];
    const bold = readme().match(/(?<=\*\*`)s3:\w+(?=`\*\*)/g) ?? [];
    assert.deepEqual([...new Set(bold)].sort(), [...new Set(allowed)].sort());
  });
});

const OVERLOADED = { type: "error", status: 503, code: "SlowDown" };

function readme(): string {
  const text = readFileSync(inRoot("docs", "infrastructure", "README.md"), "utf8");
  return text.split(/^## /m).find((part) => part.startsWith("Actions of each operation")) ?? "";
}

/** Returns the rows of the table: an operation, and its actions. */
function rows(): [operation: string, actions: string[]][] {
  const lines = readme()
    .split("\n")
    .filter((line) => line.startsWith("| "));
  return lines.slice(1).map((line) => {
    const [operation = "", actionList = ""] = line.slice(2, -2).split(" | ");
    return [operation, actionList.match(/s3:\w+/g) ?? []];
  });
}
