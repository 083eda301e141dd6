import assert from "node:assert/strict";
import { test } from "node:test";
import type { UploadBody, UploadOptions } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import { fakeService } from "../support/fake-service.ts";

const PHOTO = new File(["12345"], "cat.JPG", { type: "image/jpeg" });

const ACCEPTED: [title: string, body: UploadBody, options: Partial<UploadOptions>][] = [
  ["a body of exactly maxSize", "12345", { maxSize: 5 }],
  ["an empty body with maxSize 0", "", { maxSize: 0 }],
  ["a file of an accepted type", PHOTO, { accept: "image/*" }],
  ["a file with an accepted extension", PHOTO, { accept: ".jpg" }],
  ["a file of any type with an empty accept", PHOTO, { accept: "" }],
  ["a body without a name by its key", "x", { key: "notes/a.md", accept: ".md" }],
  ["a text by its default type", "x", { accept: "text/plain" }],
  ["a body by `contentType`", new Blob(["x"]), { contentType: "image/png", accept: "image/png" }],
];

for (const [title, body, options] of ACCEPTED) {
  test(`${title} is uploaded`, async () => {
    const { environment, responses } = fakeService();
    responses.push(() => new Response(null, { status: 204 }));
    assert.equal((await upload(environment, body, { key: "a", ...options })).via, "post");
  });
}

const REJECTED: [
  title: string,
  body: UploadBody,
  options: object,
  error: { name: string; code: string; field: string },
][] = [
  ["a body over maxSize", "123456", { maxSize: 5 }, fileError("FileTooLarge", "maxSize")],
  [
    "a file of another type",
    PHOTO,
    { accept: "image/png,.pdf" },
    fileError("FileNotAccepted", "accept"),
  ],
  [
    "a file whose `contentType` is another",
    PHOTO,
    { accept: "image/*", contentType: "text/html" },
    fileError("FileNotAccepted", "accept"),
  ],
  ["a negative maxSize", "x", { maxSize: -1 }, optionError("maxSize")],
  ["a maxSize that is a text", "x", { maxSize: "5 MB" }, optionError("maxSize")],
  ["an accept that is a list", "x", { accept: ["image/*"] }, optionError("accept")],
];

function fileError(code: string, field: string) {
  return { name: "SignpostError", code, field };
}

function optionError(field: string) {
  return { name: "PresignError", code: "InvalidOption", field };
}

for (const [title, body, options, error] of REJECTED) {
  test(`${title} is an error, and nothing is signed or sent`, async () => {
    const { environment, requests, signed, forms } = fakeService();
    const transfer = upload(environment, body, { key: "a", ...options } as UploadOptions);
    await assert.rejects(transfer, error);
    assert.deepEqual([requests.length, signed.length, forms.length], [0, 0, 0]);
  });
}

test("the message of FileTooLarge has both sizes, and that of FileNotAccepted the types", async () => {
  const { environment } = fakeService();
  await assert.rejects(upload(environment, "123456", { key: "a", maxSize: 5 }), {
    message: "The file has 6 bytes; the maximum is 5 bytes.",
  });
  await assert.rejects(upload(environment, "x", { key: "a", accept: ".pdf" }), {
    hint: "Choose a file of one of these types: .pdf.",
  });
});

test("the policy of a form allows exactly the size and the type of the file", async () => {
  const { environment, responses, forms } = fakeService();
  responses.push(() => new Response(null, { status: 204 }));
  await upload(environment, PHOTO, { key: "a", maxSize: 100, accept: "image/*" });
  const [form] = forms;
  assert.deepEqual([form?.minSize, form?.maxSize], [5, 5]);
  assert.equal(form?.fields?.["Content-Type"], "image/jpeg");
});
