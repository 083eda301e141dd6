import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { deleteObject } from "../../../js/objects/delete.ts";
import { head } from "../../../js/objects/head.ts";
import { upload } from "../../../js/upload/upload.ts";
import { fakeService } from "../support/fake-service.ts";

/** A value that a caller without types may pass. */
type Anything = never;

function optionRejected(field: string, code = "InvalidOption") {
  return { name: "PresignError", code, field };
}

test("a download without a key is rejected, and never lists the bucket", async () => {
  for (const key of [undefined, null, "", 5]) {
    const { environment, requests } = fakeService();
    await assert.rejects(
      download(environment, key as Anything),
      optionRejected("key", "InvalidKey"),
    );
    assert.equal(requests.length, 0);
  }
});

test("delete and head without a key are rejected, and send no request for the bucket", async () => {
  for (const request of [deleteObject, head]) {
    const { environment, requests } = fakeService();
    await assert.rejects(
      request(environment, undefined as Anything),
      optionRejected("key", "InvalidKey"),
    );
    assert.equal(requests.length, 0);
  }
});

test("an unknown destination of a download is rejected with the name of the option", async () => {
  const { environment } = fakeService();
  await assert.rejects(
    download(environment, "a", { to: "floppy" as Anything }),
    optionRejected("to"),
  );
});

test("an upload without a key or without options is rejected with the name of the option", async () => {
  for (const options of [undefined, {}, { key: "" }]) {
    const { environment } = fakeService();
    const transfer = upload(environment, "x", options as Anything);
    await assert.rejects(transfer, optionRejected("key", "InvalidKey"));
  }
});

test("an upload of undefined or null is rejected, and not stored as text", async () => {
  for (const body of [undefined, null, 5, {}, ["a"]]) {
    const { environment } = fakeService();
    await assert.rejects(
      upload(environment, body as Anything, { key: "a" }),
      optionRejected("body"),
    );
  }
});

test("an unknown `via` is rejected with the name of the option", async () => {
  for (const via of ["pigeon", "toString"]) {
    const { environment } = fakeService();
    const transfer = upload(environment, "x", { key: "a", via: via as Anything });
    await assert.rejects(transfer, optionRejected("via"));
  }
});
