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
  /** Milliseconds between chunks; 0 for as fast as they are read. */
  pause?: number;
}

/** A provider whose service answers with a body without end. */
function setUp(service: "cognito" | "sts", { status, start = "", pause = 0 }: Endless) {
  const time = new FakeTime();
  const seen = { chunks: 0, cancelled: 0 };
  const environment = time.host(async () => {
    let isFirst = true;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (pause > 0) await new Promise<void>((next) => void time.setTimeout(next, pause));
          seen.chunks += 1;
          controller.enqueue(isFirst && start ? new TextEncoder().encode(start) : CHUNK);
          isFirst = false;
        },
        cancel() {
          seen.cancelled += 1;
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status });
  });
  const provider =
    service === "cognito"
      ? cognito({ identityPoolId: POOL, storage: new FakeStorage() }, environment)
      : webIdentity({ roleArn: "arn", region: "eu-west-1", token: "eyJodXNo" }, environment);
  return { time, seen, provider };
}

for (const service of ["cognito", "sts"] as const) {
  test(`a ${service} reply without end is read up to 64 KB and refused`, async () => {
    const { seen, provider } = setUp(service, { status: 200 });
    await assert.rejects(provider(), { name: "ServiceError", code: "InvalidResponse" });
    assert.deepEqual(seen, { chunks: 4, cancelled: 1 });
  });

  test(`a ${service} error reply without end is read up to 64 KB`, async () => {
    const { seen, provider } = setUp(service, { status: 400 });
    await assert.rejects(provider(), { name: "ServiceError", status: 400 });
    assert.deepEqual(seen, { chunks: 4, cancelled: 1 });
  });

  test(`a ${service} reply that trickles without end is cut after 15 seconds`, async () => {
    const { time, seen, provider } = setUp(service, { status: 200, pause: 4_000 });
    await assert.rejects(time.until(provider()), { code: "EndpointUnreachable" });
    assert.equal(seen.cancelled, 3);
  });
}

test("an STS error at the start of an endless reply keeps its code", async () => {
  const start = "<ErrorResponse><Error><Code>ExpiredTokenException</Code></Error>";
  const { provider } = setUp("sts", { status: 400, start });
  await assert.rejects(provider(), { code: "ExpiredTokenException" });
});
