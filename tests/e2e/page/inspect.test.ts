import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Presigner, type PresignRequest, type SignerOptions } from "s3-signpost";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const CREDENTIALS = { accessKeyId: "AKIDINSPECT", secretAccessKey: "a-secret-of-the-test" };
const AWS: SignerOptions = { region: "eu-west-1", bucket: "photos" };

function sign(request: PresignRequest, location: SignerOptions = AWS): string {
  const presigner = new Presigner({ ...location, credentials: CREDENTIALS });
  return presigner.presign({ key: "cat.jpg", ...request }).url;
}

/** Opens the view and pastes a text. */
async function inspect(text: string): Promise<void> {
  await session.driver.open("Inspect");
  await session.driver.paste(text, "Signed URL");
}

/** Waits for the result and returns its facts by name. */
async function facts(list = "#inspect-facts"): Promise<Record<string, string>> {
  await session.driver.page.locator("#inspect-found:not([hidden])").waitFor();
  return session.driver.page
    .locator(list)
    .evaluate((element) =>
      Object.fromEntries(
        [...element.querySelectorAll("dt")].map((term) => [
          term.textContent,
          term.nextElementSibling?.textContent ?? "",
        ]),
      ),
    );
}

async function state(): Promise<string> {
  await session.driver.page.locator("#inspect-found:not([hidden])").waitFor();
  return (await session.driver.page.locator("#inspect-state").textContent()) ?? "";
}

/** Waits for the result and returns the codes of its problems. */
async function problemCodes(): Promise<string[]> {
  await session.driver.page.locator("#inspect-found:not([hidden])").waitFor();
  return session.driver.page.locator("#inspect-problems .problem-code").allTextContents();
}

describe("a signed URL", () => {
  test("has signer, request and address", async () => {
    await inspect(
      sign({ key: "a/ä b.jpg", method: "PUT", headers: { "content-type": "image/jpeg" } }),
    );
    const found = await facts();
    assert.deepEqual(
      ["Signed by", "Signature", "Bucket", "Key", "Region", "Host", "Signed headers"].map(
        (name) => found[name],
      ),
      [
        "AKIDINSPECT · long-term credentials",
        "Version 4",
        "photos",
        "a/ä b.jpg",
        "eu-west-1",
        "photos.s3.eu-west-1.amazonaws.com",
        "content-type, host",
      ],
    );
  });

  test("of Version 2 is read", async () => {
    await inspect(sign({ expiresIn: 60 }, { ...AWS, signature: "v2" }));
    assert.match((await facts())["Signature"] ?? "", /^Version 2/);
  });

  test("has its further parameters without those of the signature", async () => {
    await inspect(sign({ response: { downloadAs: "a.jpg" }, query: { versionId: "1" } }));
    assert.deepEqual(await facts("#inspect-parameters"), {
      "response-content-disposition": 'attachment; filename="a.jpg"',
      versionId: "1",
    });
  });

  test("is found in a curl command, with its method", async () => {
    await inspect(`curl -X PUT -T cat.jpg '${sign({ method: "PUT" })}'`);
    assert.equal((await facts())["Method"], "PUT, as in the pasted text");
  });

  test("counts down to its expiry", async () => {
    await inspect(sign({ expiresIn: 3600 }));
    assert.match(await state(), /^Valid for (1 h|59 min \d+ s)$/);
  });

  test("shows how long ago it expired", async () => {
    const signingDate = new Date(Date.now() - 4 * 3_600_000 - 30_000);
    await inspect(sign({ expiresIn: 3600, signingDate }));
    assert.equal(await state(), "Expired 3 h ago");
  });

  test("expires while it is shown", async () => {
    await inspect(sign({ expiresIn: 3 }));
    await session.driver.page.locator('#inspect-state[data-state="expired"]').waitFor();
    assert.deepEqual(await problemCodes(), ["Expired"]);
  });

  test("has the problem of its expiry also if the page reads the clock at that instant", async () => {
    const { clock } = session.driver.page;
    const signingDate = new Date(Math.ceil(Date.now() / 1000) * 1000);
    await clock.install({ time: signingDate });
    await inspect(sign({ expiresIn: 60, signingDate }));
    await clock.runFor(61_000);
    assert.deepEqual(await problemCodes(), ["Expired"]);
  });

  test("is handed over by the view of a link", async () => {
    await session.fillIn("hello.txt");
    const link = await session.driver.link();
    await session.driver.field("S3 URI").fill(link);
    await session.driver.page.locator("#uri-inspect").click();
    assert.equal((await facts())["Key"], "hello.txt");
  });
});

describe("the problems of a URL", () => {
  test("are all shown", async () => {
    const url = sign({ signingDate: new Date("2020-01-01T00:00:00Z") });
    await inspect(`${url.replace("https:", "http:")}&X-Amz-Expires=9#top`);
    const codes = await problemCodes();
    for (const code of ["Expired", "DuplicateParameter", "NotHttps", "Fragment"]) {
      assert.ok(codes.includes(code), `${code} is missing: ${codes}`);
    }
  });

  test("are none for a new URL", async () => {
    await inspect(sign({}));
    assert.deepEqual(await problemCodes(), []);
  });
});

describe("a text is refused by its field", () => {
  for (const [name, text, code] of [
    ["without a URL", "s3://bucket/key", "InvalidUrl"],
    ["with an unsigned URL", "https://photos.s3.amazonaws.com/cat.jpg", "NotPresigned"],
    ["of more than 100,000 characters", "a".repeat(100_001), "TextTooLong"],
  ] as const) {
    test(name, async () => {
      await inspect(text);
      const problem = await session.driver.problem();
      assert.deepEqual([problem.field, problem.code], ["url", code]);
    });
  }
});

describe("a hostile URL", () => {
  test("shows invisible characters of its key as code points", async () => {
    await inspect(sign({ key: "photo\u202Egpj.exe" }));
    assert.equal((await facts())["Key"], "photo[U+202E]gpj.exe");
  });

  test("adds no element to the page", async () => {
    await inspect(sign({ key: "<script>alert(1)</script>", query: { "<b>": "<img src=x>" } }));
    await facts();
    assert.equal(await session.driver.page.locator("#view-inspect :is(script, b, img)").count(), 0);
  });
});

test("Sign again fills the view of a link", async () => {
  const { ready } = session.stack;
  const location = { region: ready.region, bucket: ready.bucket, endpoint: ready.s3 };
  await inspect(sign({ key: "a b/ä.txt" }, location));
  await session.driver.button("Sign again in Link").click();
  await session.driver.heading("Link").waitFor();
  assert.equal(await session.driver.field("S3 URI").inputValue(), `s3://${ready.bucket}/a b/ä.txt`);
  assert.equal(await session.driver.page.locator("#endpoint").inputValue(), ready.s3);
  assert.equal(new URL(session.driver.page.url()).hash, "#/link");
});
