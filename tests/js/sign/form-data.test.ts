import assert from "node:assert/strict";
import { test } from "node:test";
import { type PostRequest, type PresignError, Presigner } from "s3-signpost";

const presigner = new Presigner({
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
  region: "us-east-1",
  bucket: "examplebucket",
});

const sign = (request: Omit<PostRequest, "bucket">) => presigner.presignPost(request);

/** The field of the error that the call throws. */
function refusedField(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return (error as PresignError).field;
  }
  return assert.fail("not refused");
}

test("the file comes last with its name", () => {
  const form = sign({ key: "a" }).toFormData(new File(["hello"], "é.txt"));
  const entries = [...form];
  assert.equal(entries[0]?.[0], "key");
  const [name, file] = entries.at(-1) ?? [];
  assert.equal(name, "file");
  assert.equal((file as File).name, "é.txt");
});

test("a whole key takes the place of the open end", () => {
  const form = sign({ keyStartsWith: "u/" }).toFormData(new Blob(["hello"]), { key: "u/x.txt" });
  assert.equal(form.get("key"), "u/x.txt");
});

test("a key that the form may not write to is refused", () => {
  const post = sign({ keyStartsWith: "u/" });
  for (const key of ["v", "u/${filename}", ""]) {
    assert.equal(
      refusedField(() => post.toFormData(new Blob(["hello"]), { key })),
      "key",
    );
  }
});

test("a blob without a name needs one where the key is made of it", () => {
  const post = sign({ key: "u/${filename}" });
  const blob = new Blob(["hello"]);
  assert.equal(
    refusedField(() => post.toFormData(blob)),
    "filename",
  );
  const form = post.toFormData(blob, { filename: "a.txt" });
  assert.equal((form.get("file") as File).name, "a.txt");
  assert.equal(form.get("key"), "u/${filename}");
});

test("the file's own type fills a form for any of a kind", () => {
  const post = sign({ key: "a", contentType: "image/" });
  const form = post.toFormData(new File(["hello"], "a.png", { type: "image/png" }));
  assert.equal(form.get("Content-Type"), "image/png");
  const other = new File(["hello"], "a.txt", { type: "text/plain" });
  assert.equal(
    refusedField(() => post.toFormData(other)),
    "file",
  );
});
