import assert from "node:assert/strict";
import { test } from "node:test";
import { parseErrorDocument } from "../../js/http/error-document.ts";
import {
  readCompletedUpload,
  readInitiatedUpload,
  readListing,
  readPartListing,
  readPostResponse,
} from "../../js/s3-documents.ts";

const UNREADABLE = { name: "TransferError", code: "UnreadableReply" };

/** AWS's own sample of a response, with a second page and prefixes. */
const OBJECTS = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>quotes</Name>
  <Prefix>E</Prefix>
  <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
  <KeyCount>2</KeyCount>
  <MaxKeys>3</MaxKeys>
  <EncodingType>url</EncodingType>
  <IsTruncated>true</IsTruncated>
  <Contents>
    <Key>ExampleObject.txt</Key>
    <LastModified>2013-09-17T18:07:53.000Z</LastModified>
    <ETag>&quot;599bab3ed2c697f1d26842727561fd94&quot;</ETag>
    <Size>857</Size>
    <StorageClass>REDUCED_REDUNDANCY</StorageClass>
    <Owner><ID>75aa</ID><DisplayName>Key</DisplayName></Owner>
    <RestoreStatus><Key>not a key</Key></RestoreStatus>
  </Contents>
  <Contents><Key>a&amp;b</Key><Size>0</Size></Contents>
  <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
  <CommonPrefixes><Prefix>videos/</Prefix></CommonPrefixes>
</ListBucketResult>`;

/** AWS's own sample of a response, with a checksum. */
const PARTS = `<?xml version="1.0" encoding="UTF-8"?>
<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Bucket>example-bucket</Bucket>
  <Key>example-object</Key>
  <UploadId>XXBsb2FkIElEIGZvciBlbHZpbmcncyVcdS1tb3ZpZS5tMnRzEEEwbG9hZA</UploadId>
  <Initiator><ID>arn:aws:iam::111122223333:user/some-user</ID></Initiator>
  <StorageClass>STANDARD</StorageClass>
  <PartNumberMarker>1</PartNumberMarker>
  <NextPartNumberMarker>3</NextPartNumberMarker>
  <MaxParts>2</MaxParts>
  <IsTruncated>true</IsTruncated>
  <ChecksumAlgorithm>CRC32</ChecksumAlgorithm>
  <Part>
    <PartNumber>2</PartNumber>
    <LastModified>2010-11-10T20:48:34.000Z</LastModified>
    <ETag>"7778aef83f66abc1fa1e8477f296d394"</ETag>
    <Size>10485760</Size>
  </Part>
  <Part>
    <PartNumber>3</PartNumber>
    <ETag>&quot;aaaa18db4cc2f85cedef654fccc4a4x8&quot;</ETag>
    <Size>10485760</Size>
    <ChecksumCRC32>y/Q5Jg==</ChecksumCRC32>
  </Part>
</ListPartsResult>`;

function objects(inner: string) {
  return readListing(`<ListBucketResult>${inner}</ListBucketResult>`);
}

function parts(inner: string) {
  return readPartListing(`<ListPartsResult>${inner}</ListPartsResult>`);
}

test("AWS's sample of a page of objects is parsed", () => {
  assert.deepEqual(readListing(OBJECTS), {
    contents: [
      {
        key: "ExampleObject.txt",
        size: 857,
        etag: '"599bab3ed2c697f1d26842727561fd94"',
        lastModified: "2013-09-17T18:07:53.000Z",
      },
      { key: "a&b", size: 0 },
    ],
    commonPrefixes: ["photos/", "videos/"],
    encodingType: "url",
    nextContinuationToken: "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=",
  });
});

test("AWS's sample of a page of parts is parsed", () => {
  assert.deepEqual(readPartListing(PARTS), {
    parts: [
      { number: 2, size: 10_485_760, etag: '"7778aef83f66abc1fa1e8477f296d394"' },
      {
        number: 3,
        size: 10_485_760,
        etag: '"aaaa18db4cc2f85cedef654fccc4a4x8"',
        checksum: "y/Q5Jg==",
      },
    ],
    nextPartNumberMarker: 3,
  });
});

test("a page that is truncated at any position is an error", () => {
  for (let end = 0; end < OBJECTS.length; end += 1) {
    assert.throws(() => readListing(OBJECTS.slice(0, end)), UNREADABLE);
  }
  for (let end = 0; end < PARTS.length; end += 1) {
    assert.throws(() => readPartListing(PARTS.slice(0, end)), UNREADABLE);
  }
});

test("an empty bucket has an empty page", () => {
  const empty = { contents: [], commonPrefixes: [] };
  assert.deepEqual(objects("<KeyCount>0</KeyCount>"), empty);
  assert.deepEqual(readListing("<ListBucketResult/>"), empty);
});

test("an upload without parts has an empty page", () => {
  assert.deepEqual(parts("<IsTruncated>false</IsTruncated>"), { parts: [] });
});

test("other documents are errors, not empty pages", () => {
  for (const xml of [
    "",
    "<html></html>",
    "<Error><Code>AccessDenied</Code></Error>",
    "<a><ListBucketResult></ListBucketResult></a>",
    "<!DOCTYPE a><ListBucketResult></ListBucketResult>",
  ]) {
    assert.throws(() => readListing(xml), UNREADABLE);
    assert.throws(() => readPartListing(xml), UNREADABLE);
  }
  assert.throws(() => readPartListing(OBJECTS), UNREADABLE);
  assert.throws(() => readListing(PARTS), UNREADABLE);
});

test("an object without key or size makes the page an error", () => {
  for (const inner of [
    "<Contents><Size>1</Size></Contents>",
    "<Contents><Key></Key><Size>1</Size></Contents>",
    "<Contents><Key>a</Key></Contents>",
    "<Contents><Key>a</Key><Size>big</Size></Contents>",
    "<Contents><Key>a</Key><Size>-1</Size></Contents>",
    "<Contents><Key>a</Key><Size>1</Size></Contents><Contents><Key>b</Key></Contents>",
  ]) {
    assert.throws(() => objects(inner), UNREADABLE, inner);
  }
});

test("a part without number or ETag makes the page an error", () => {
  for (const inner of [
    "<Part><ETag>a</ETag><Size>1</Size></Part>",
    "<Part><PartNumber>0</PartNumber><ETag>a</ETag><Size>1</Size></Part>",
    "<Part><PartNumber>one</PartNumber><ETag>a</ETag><Size>1</Size></Part>",
    "<Part><PartNumber>1</PartNumber><Size>1</Size></Part>",
    "<Part><PartNumber>1</PartNumber><ETag>a</ETag><Size>-1</Size></Part>",
  ]) {
    assert.throws(() => parts(inner), UNREADABLE, inner);
  }
});

test("a next page without a usable token is an error", () => {
  const more = "<IsTruncated>true</IsTruncated>";
  assert.throws(() => objects(more), UNREADABLE);
  assert.throws(() => objects(`${more}<NextContinuationToken/>`), UNREADABLE);
  assert.throws(() => parts(more), UNREADABLE);
  assert.throws(() => parts(`${more}<NextPartNumberMarker/>`), UNREADABLE);
});

test("a last page that names a next one is still the last", () => {
  const last = "<IsTruncated>false</IsTruncated>";
  assert.deepEqual(objects(`${last}<NextContinuationToken>a</NextContinuationToken>`), {
    contents: [],
    commonPrefixes: [],
  });
  assert.deepEqual(parts(`${last}<NextPartNumberMarker>7</NextPartNumberMarker>`), { parts: [] });
});

test("the response to a form is parsed by its root element", () => {
  const xml =
    "<PostResponse><Location>http://h/b/a%20b</Location><Bucket>b</Bucket><Key>a b</Key><ETag>&quot;e&quot;</ETag></PostResponse>";
  assert.deepEqual(readPostResponse(xml), {
    etag: '"e"',
  });
  assert.deepEqual({ ...parseErrorDocument(xml) }, {});
});

test("a truncated or different document instead of a form's response or a completion is undefined", () => {
  for (const [root, read] of [
    ["PostResponse", readPostResponse],
    ["CompleteMultipartUploadResult", readCompletedUpload],
  ] as const) {
    const xml = `<${root} xmlns="u"><ETag>"e"</ETag></${root}>`;
    assert.equal(read(xml)?.etag, '"e"');
    for (let end = 0; end < xml.length; end += 1) assert.equal(read(xml.slice(0, end)), undefined);
    for (const other of ["<html></html>", "{}", `<a>${xml}</a>`, `<!DOCTYPE a>${xml}`]) {
      assert.equal(read(other), undefined, other);
    }
  }
});

test("an upload id is parsed, also from the root element that rclone writes", () => {
  for (const root of ["InitiateMultipartUploadResult", "InitiateMultipartUpload"]) {
    const xml = `<${root}><UploadId>u</UploadId></${root}>`;
    assert.deepEqual(readInitiatedUpload(xml), { uploadId: "u" });
  }
  assert.deepEqual(readInitiatedUpload("<a><UploadId>u</UploadId></a>"), {});
});

for (const [what, prolog] of [
  ["white space", " \n\t"],
  ["a byte order mark and a declaration", '\uFEFF<?xml version="1.0"?>\n'],
  ["a comment", "<!-- <a> -->"],
  ["a document type", "<!DOCTYPE Error>\n"],
] as const) {
  test(`an error document after ${what} is parsed, with and without a namespace prefix`, () => {
    for (const name of ["Error", "s3:Error"]) {
      const xml = `${prolog}<${name}><Code>A</Code></${name}>`;
      assert.deepEqual({ ...parseErrorDocument(xml) }, { Code: "A" });
    }
  });
}
