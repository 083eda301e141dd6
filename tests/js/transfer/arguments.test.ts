import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { deleteObject } from "../../../js/objects/delete.ts";
import { head } from "../../../js/objects/head.ts";
import { upload } from "../../../js/upload/upload.ts";
import { fakeService } from "../support/fake-service.ts";

/** What a caller without types may pass. */
type Anything = never;

function refused(field: string, code = "InvalidOption") {
  return { name: "PresignError", code, field };
}

test("a download without a key is refused, and never becomes a listing of the bucket", async () => {
  for (const key of [undefined, null, "", 5]) {
    const { environment, requests } = fakeService();
    await assert.rejects(download(environment, key as Anything), refused("key", "InvalidKey"));
    assert.equal(requests.length, 0);
  }
});

test("a delete or a head without a key is refused, and never asks for the bucket itself", async () => {
  for (const ask of [deleteObject, head]) {
    const { environment, requests } = fakeService();
    await assert.rejects(ask(environment, undefined as Anything), refused("key", "InvalidKey"));
    assert.equal(requests.length, 0);
  }
});

test("a download to a place that does not exist is refused by name", async () => {
  const { environment } = fakeService();
  await assert.rejects(download(environment, "a", { to: "floppy" as Anything }), refused("to"));
});

test("an upload without a key, or without options, is refused by name", async () => {
  for (const options of [undefined, {}, { key: "" }]) {
    const { environment } = fakeService();
    const transfer = upload(environment, "x", options as Anything);
    await assert.rejects(transfer, refused("key", "InvalidKey"));
  }
});

test("an upload of nothing is refused, and never stores its name as text", async () => {
  for (const body of [undefined, null, 5, {}, ["a"]]) {
    const { environment } = fakeService();
    await assert.rejects(upload(environment, body as Anything, { key: "a" }), refused("body"));
  }
});

test("a way to upload that does not exist is refused by name", async () => {
  for (const via of ["pigeon", "toString"]) {
    const { environment } = fakeService();
    const transfer = upload(environment, "x", { key: "a", via: via as Anything });
    await assert.rejects(transfer, refused("via"));
  }
});
