import assert from "node:assert/strict";
import { test } from "node:test";
import { cognito } from "../../../js/credentials/cognito.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import { FakeTime } from "../support/time.ts";
import { FakeStorage, POOL } from "./support/fake-cognito.ts";

const CHUNK = new Uint8Array(16 * 1024).fill(65);

interface Endless {
  status: number;
  /** Start of the body. */
  start?: string;
  /** Milliseconds between chunks; 0 for none. */
  pause?: number;
}

/** Returns a provider whose service responds with an endless body. */
function setUp(service: "cognito" | "sts", { status, start = "", pause = 0 }: Endless) {
  const time = new FakeTime();
  const counts = { chunks: 0, cancelled: 0 };
  const host = time.host(async () => {
    let isFirst = true;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (pause > 0) await new Promise<void>((next) => void time.setTimeout(next, pause));
          counts.chunks += 1;
          controller.enqueue(isFirst && start ? new TextEncoder().encode(start) : CHUNK);
          isFirst = false;
        },
        cancel() {
          counts.cancelled += 1;
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status });
  });
  const provider =
    service === "cognito"
      ? cognito({ identityPoolId: POOL, storage: new FakeStorage() }, host)
      : webIdentity({ roleArn: "arn", region: "eu-west-1", token: "eyJodXNo" }, host);
  return { time, counts, provider };
}

for (const service of ["cognito", "sts"] as const) {
  test(`an endless response of ${service} is read up to 64 KB and is InvalidResponse`, async () => {
    const { counts, provider } = setUp(service, { status: 200 });
    await assert.rejects(provider(), { name: "ServiceError", code: "InvalidResponse" });
    assert.deepEqual(counts, { chunks: 4, cancelled: 1 });
  });

  test(`an endless error response of ${service} is read up to 64 KB`, async () => {
    const { counts, provider } = setUp(service, { status: 400 });
    await assert.rejects(provider(), { name: "ServiceError", status: 400 });
    assert.deepEqual(counts, { chunks: 4, cancelled: 1 });
  });

  test(`a slow endless response of ${service} is cancelled after 15 seconds`, async () => {
    const { time, counts, provider } = setUp(service, { status: 200, pause: 4_000 });
    await assert.rejects(time.until(provider()), { code: "EndpointUnreachable" });
    assert.equal(counts.cancelled, 3);
  });
}

test("an error of STS at the start of an endless response keeps its code", async () => {
  const start = "<ErrorResponse><Error><Code>ExpiredTokenException</Code></Error>";
  const { provider } = setUp("sts", { status: 400, start });
  await assert.rejects(provider(), { code: "ExpiredTokenException" });
});
