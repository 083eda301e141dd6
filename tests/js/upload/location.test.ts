import assert from "node:assert/strict";
import { test } from "node:test";
import { Presigner } from "../../../js/presigner.ts";
import { upload } from "../../../js/upload/upload.ts";
import { type FakeService, fakeService } from "../support/fake-service.ts";

const FALSE_LOCATION = "http://evil.example/other";
const VIA = ["post", "put", "multipart"] as const;

/** A service that states another location in every response. */
function serviceWithFalseLocation(options: { endpoint?: string } = {}): FakeService {
  const service = fakeService();
  const presigner = new Presigner({
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    ...options,
  });
  service.environment.signer = {
    presign: async (request) => presigner.presign(request),
    presignPost: async (request) => presigner.presignPost(request),
  };
  const place = `<Location>${FALSE_LOCATION}</Location><Key>other</Key><Bucket>b</Bucket><ETag>e</ETag>`;
  service.responses.push(({ method, url }) => {
    const headers = { etag: '"e"', location: FALSE_LOCATION };
    if (method === "PUT") return new Response(null, { headers });
    if (url.includes("uploads=") || url.includes("?uploads"))
      return new Response(
        "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
      );
    return url.includes("uploadId")
      ? new Response(`<CompleteMultipartUploadResult>${place}</CompleteMultipartUploadResult>`)
      : new Response(`<PostResponse>${place}</PostResponse>`, { status: 201, headers });
  });
  return service;
}

for (const [key, path] of [
  ["uploads/a b.txt", "uploads/a%20b.txt"],
  ["ä/100%/日本🎉", "%C3%A4/100%25/%E6%97%A5%E6%9C%AC%F0%9F%8E%89"],
  ["it's (1)!*~", "it%27s%20%281%29%21%2A~"],
  ["a+b&c=d?e#f", "a%2Bb%26c%3Dd%3Fe%23f"],
  ["/a//b/", "/a//b/"],
] as const) {
  test(`the location of ${JSON.stringify(key)} is the same for every via, whatever the service states`, async () => {
    for (const via of VIA) {
      const { environment } = serviceWithFalseLocation();
      const result = await upload(environment, "x", { key, via });
      assert.equal(result.location, `https://photos.s3.eu-west-1.amazonaws.com/${path}`, via);
      assert.equal(result.key, key);
    }
  });
}

test("the location of a form has every character encoded as the signer encodes it", async () => {
  const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
  const key = `a/${ascii}é日🎉`;
  const locations = VIA.map(async (via) => {
    const { environment } = serviceWithFalseLocation();
    return (await upload(environment, "x", { key, via })).location;
  });
  const [post, put, multipart] = await Promise.all(locations);
  assert.deepEqual([post, multipart], [put, put]);
});

test("the location at an endpoint has the endpoint's scheme, port and path", async () => {
  for (const via of VIA) {
    const { environment } = serviceWithFalseLocation({ endpoint: "http://localhost:9000" });
    const result = await upload(environment, "x", { key: "a b", via });
    assert.equal(result.location, "http://localhost:9000/photos/a%20b", via);
  }
});

test("a form with ${filename} in its key returns the stored key and its location", async () => {
  const { environment } = serviceWithFalseLocation();
  const file = new File(["x"], "$& é.txt");
  const result = await upload(environment, file, { key: "in/${filename}", via: "post" });
  assert.equal(result.key, "in/$& é.txt");
  assert.equal(result.location, "https://photos.s3.eu-west-1.amazonaws.com/in/%24%26%20%C3%A9.txt");
});
