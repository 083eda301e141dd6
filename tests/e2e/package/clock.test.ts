import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { packageVisits } from "../package-visit.ts";

/** A little more, so that what a slow device signs for an hour has ended. */
const HOUR = 3_660_000;

/** With these the page may not read S3's `Date`: only what S3 says in its errors tells its time. */
const WITHOUT_DATE = [
  {
    allowedOrigins: ["*"],
    allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
    allowedHeaders: ["*"],
    exposeHeaders: ["ETag"],
  },
];

const clocks = [
  ["an hour fast", HOUR],
  ["an hour slow", -HOUR],
  ["a day fast", 24 * HOUR],
  ["a day slow", -24 * HOUR],
] as const;

const visit = packageVisits();

beforeEach(() => visit.stack.change({ cors: WITHOUT_DATE }));

async function openPage(clockShift: number, as: "guest" | "key"): Promise<void> {
  await visit.open({ clockShift });
  await visit.bare.connect(visit.stack, as);
}

/** How often S3 was asked, but for preflights. */
async function asked(): Promise<Record<string, number>> {
  const counts = Object.entries(await visit.stack.counts());
  return Object.fromEntries(counts.filter(([name]) => /^s3 (?!OPTIONS)/.test(name)));
}

function download(): Promise<string | undefined> {
  return visit.bare.page.evaluate(async () => (await s3.download("hello.txt")).blob?.text());
}

function upload(via: "auto" | "put" | "multipart"): Promise<string> {
  return visit.bare.page.evaluate(async (via) => {
    const body = new Blob([new Uint8Array(6 * 1024 * 1024)]);
    return (await s3.upload(body, { key: `clock/${via}`, via })).via;
  }, via);
}

for (const [name, shift] of clocks) {
  describe(`a guest whose device is ${name}`, () => {
    beforeEach(() => openPage(shift, "guest"));

    test("has a URL that works at once", async () => {
      const said = await visit.bare.page.evaluate(async () => {
        const { url } = await s3.presign("hello.txt");
        return (await fetch(url)).text();
      });
      assert.equal(said, "Hello from your own S3.\n");
      assert.deepEqual(await asked(), { "s3 GET": 1 });
    });

    test("downloads without a refusal", async () => {
      assert.equal(await download(), "Hello from your own S3.\n");
      assert.deepEqual(await asked(), { "s3 GET": 1 });
    });

    test("uploads without a refusal", async () => {
      assert.equal(await upload("auto"), "post");
      assert.deepEqual(await asked(), { "s3 POST": 1 });
    });

    test("is told the true end of what was signed", async () => {
      const left = await visit.bare.page.evaluate(async () => {
        const { expiresAt } = await s3.presign({ key: "hello.txt", expiresIn: 600 });
        return expiresAt.getTime();
      });
      assert.ok(Math.abs(left - Date.now() - 600_000) < 5_000, String(left - Date.now()));
    });
  });

  describe(`a page with a long-lived key whose device is ${name}`, () => {
    beforeEach(() => openPage(shift, "key"));

    test("downloads after one refusal", async () => {
      assert.equal(await download(), "Hello from your own S3.\n");
      assert.deepEqual(await asked(), { "s3 GET": 2 });
    });

    test("puts after one refusal", async () => {
      assert.equal(await upload("put"), "put");
      assert.deepEqual(await asked(), { "s3 PUT": 2 });
    });

    test("uploads in parts after one refusal", async () => {
      assert.equal(await upload("multipart"), "multipart");
      assert.deepEqual(await asked(), { "s3 POST": 3, "s3 PUT": 1 });
    });
  });
}

for (const [name, shift] of clocks.filter(([, shift]) => shift < 0)) {
  test(`a form that a device ${name} has signed is sent again after S3 was asked for the time`, async () => {
    await openPage(shift, "key");
    assert.equal(await upload("auto"), "post");
    assert.deepEqual(await asked(), { "s3 POST": 2, "s3 GET": 1 });
  });

  test(`where S3's Date can be read, a device ${name} asks S3 nothing to send a form`, async () => {
    await visit.stack.reset();
    await openPage(shift, "key");
    assert.equal(await upload("auto"), "post");
    assert.deepEqual(await asked(), { "s3 POST": 2 });
  });
}

for (const [name, shift] of clocks.filter(([, shift]) => shift > 0)) {
  test(`a form that a device ${name} has signed is taken as it is`, async () => {
    await openPage(shift, "key");
    assert.equal(await upload("auto"), "post");
    assert.deepEqual(await asked(), { "s3 POST": 1 });
  });
}

test("what was learnt once is not asked again", async () => {
  await openPage(-24 * HOUR, "key");
  await download();
  await visit.stack.forget();
  await download();
  await upload("auto");
  assert.deepEqual(await asked(), { "s3 GET": 1, "s3 POST": 1 });
});

test("a device that is put right in the middle of a session goes on", async () => {
  await openPage(HOUR, "key");
  await download();
  await visit.bare.setClock(0);
  await visit.stack.forget();
  assert.equal(await download(), "Hello from your own S3.\n");
  assert.deepEqual(await asked(), { "s3 GET": 2 });
});
