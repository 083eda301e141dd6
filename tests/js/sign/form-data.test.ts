import assert from "node:assert/strict";
import { test } from "node:test";
import { type PostRequest, type PresignError, Presigner } from "s3-signpost";

const presigner = new Presigner({
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
  region: "us-east-1",
  bucket: "examplebucket",
});

const sign = (request: Omit<PostRequest, "bucket">) => presigner.presignPost(request);

/** Returns the field of the error that the call throws. */
function rejectedField(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return (error as PresignError).field;
  }
  return assert.fail("not rejected");
}

test("the file is the last field and has its name", () => {
  const form = sign({ key: "a" }).toFormData(new File(["hello"], "é.txt"));
  const entries = [...form];
  assert.equal(entries[0]?.[0], "key");
  const [name, file] = entries.at(-1) ?? [];
  assert.equal(name, "file");
  assert.equal((file as File).name, "é.txt");
});

test("the key option replaces a key with an open end", () => {
  const form = sign({ keyStartsWith: "u/" }).toFormData(new Blob(["hello"]), { key: "u/x.txt" });
  assert.equal(form.get("key"), "u/x.txt");
});

test("a key that the form does not allow is rejected", () => {
  const post = sign({ keyStartsWith: "u/" });
  for (const key of ["v", "u/${filename}", ""]) {
    assert.equal(
      rejectedField(() => post.toFormData(new Blob(["hello"]), { key })),
      "key",
    );
  }
});

test("a Blob needs a filename if the key contains ${filename}", () => {
  const post = sign({ key: "u/${filename}" });
  const blob = new Blob(["hello"]);
  assert.equal(
    rejectedField(() => post.toFormData(blob)),
    "filename",
  );
  const form = post.toFormData(blob, { filename: "a.txt" });
  assert.equal((form.get("file") as File).name, "a.txt");
  assert.equal(form.get("key"), "u/${filename}");
});

test("the type of the file is sent if the form allows several", () => {
  const post = sign({ key: "a", contentType: "image/" });
  const form = post.toFormData(new File(["hello"], "a.png", { type: "image/png" }));
  assert.equal(form.get("Content-Type"), "image/png");
  const other = new File(["hello"], "a.txt", { type: "text/plain" });
  assert.equal(
    rejectedField(() => post.toFormData(other)),
    "file",
  );
});
