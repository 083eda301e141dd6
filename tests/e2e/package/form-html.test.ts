import assert from "node:assert/strict";
import { test } from "node:test";
import { Presigner } from "../../../js/presigner.ts";
import { S3 } from "../../../js/s3.ts";
import { sample, seed } from "../../differential/seed.ts";
import { graphicText } from "../../differential/text.ts";
import { packageSession } from "../package-session.ts";

const session = packageSession();

const HOSTILE = `"><script>throw 1</script>&amp; 'é' 😀`;

function stackOptions() {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = session.stack.ready;
  return { region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } };
}

test("a browser parses toHtml() into the form's URL and fields", async (context) => {
  context.diagnostic(`SEED=${seed}`);
  const titles = [HOSTILE, ...sample(graphicText(1, 60), 40, "titles")];
  const presigner = new Presigner(stackOptions());
  const posts = titles.map((title) =>
    presigner.presignPost({ key: `forms/${title}`, fields: { "x-amz-meta-title": title } }),
  );
  await session.open();
  const parsed = await session.tab.page.evaluate(
    (texts) =>
      texts.map((text) => {
        const { body } = new DOMParser().parseFromString(text, "text/html");
        const [form, ...others] = body.children;
        if (!(form instanceof HTMLFormElement) || others.length > 0) return undefined;
        const { action, method, enctype } = form;
        // The file input is last, because S3 ignores the fields after it.
        const fields = [...new FormData(form).entries()].slice(0, -1);
        return { action, method, enctype, fields: Object.fromEntries(fields) };
      }),
    posts.map((post) => post.toHtml()),
  );
  const expected = posts.map(({ url, fields }) => ({
    action: url,
    method: "post",
    enctype: "multipart/form-data",
    fields,
  }));
  assert.deepEqual(parsed, expected, `SEED=${seed} repeats it.`);
});

test("a page that consists of toHtml() uploads a file", async () => {
  const key = `forms/${HOSTILE}.txt`;
  // After 204, the default, a browser stays on the page, and Playwright waits for a navigation.
  const fields = { success_action_status: "201" };
  const presigner = new Presigner(stackOptions());
  const html = presigner.presignPost({ key, contentType: "text/", fields }).toHtml();
  await session.open();
  const { page } = session.tab;
  await page.setContent(html);
  await page.getByLabel("Content-Type").fill("text/plain");
  await page.locator("input[type=file]").setInputFiles({
    name: "note.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("note"),
  });
  const [response] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: "Upload" }).click(),
  ]);
  assert.equal(response.status(), 201);
  const { blob } = await new S3(stackOptions()).download(key);
  assert.equal(await blob?.text(), "note");
  assert.equal(blob?.type, "text/plain");
});
