import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { getSignedUrl as sdkSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import * as ours from "../../js/integrations/aws.ts";
import {
  MEMBERS,
  methodOf,
  type Operation,
  placeOf as ourPlaceOf,
} from "../../js/integrations/aws-operations.ts";
import { assertSameUrl, type Case, casesOf } from "./cases.ts";
import type { SdkConfig } from "./locations.ts";
import { commandOf, sdkClient } from "./sdk.ts";
import { check } from "./seed.ts";

/** Cases of each operation. */
const CASES = 40;

type Class = new (input: object) => ours.CommandLike;

function ourCommand(operation: string, input: object): ours.CommandLike {
  const Command = (ours as unknown as Record<string, Class>)[`${operation}Command`] as Class;
  return new Command(input);
}

/** A header that the SDK adds after its middleware, so that it can only be left unsigned. */
const ADDED_HEADER = "x-amz-content-sha256";

/** A client of the SDK that leaves out what the row "Added parameters" of docs/migrate/aws-sdk.md lists. */
function theirClient(
  config: SdkConfig,
  credentials: Case["credentials"],
  input: object,
): sdk.S3Client {
  const client = sdkClient(config, credentials);
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers, query } = args.request as Record<
        "headers" | "query",
        Record<string, string>
      >;
      const members = Object.keys(input);
      delete query["x-id"];
      // The type and the checksum of a body that the URL does not have.
      if (!members.includes("ContentType")) delete headers["content-type"];
      if (!members.includes("ChecksumMode")) delete headers["x-amz-checksum-mode"];
      if (!members.some((name) => /^Checksum[A-Z\d]+$/.test(name))) {
        delete headers["x-amz-checksum-crc32"];
        delete headers["x-amz-sdk-checksum-algorithm"];
      }
      return next(args);
    },
    { step: "build", priority: "low" },
  );
  return client;
}

type Options = ours.SignedUrlOptions;

async function theirUrl(client: sdk.S3Client, operation: string, input: object, options: Options) {
  // A copy: the SDK adds members to the input of its command.
  return sdkSignedUrl(client, commandOf(operation, { ...input }), {
    ...(options as object),
    unhoistableHeaders: new Set([...(options.unhoistableHeaders ?? []), ADDED_HEADER]),
    unsignableHeaders: new Set([...(options.unsignableHeaders ?? []), ADDED_HEADER]),
  });
}

/** The schema of an operation: its method, and the types and places of its members. */
function schemaOf(operation: string): [method: string, members: [string, unknown, unknown][]] {
  type Schema = [unknown, unknown, unknown, { http: string[] }, () => unknown[]];
  const schema = (sdk as unknown as Record<string, Schema>)[`${operation}$`] as Schema;
  const [names, types] = schema[4]().filter(Array.isArray) as [string[], [unknown, unknown][]];
  const members = names.map((name, at) => [name, ...(types[at] as [unknown, unknown])] as const);
  return [
    schema[3].http[0] as string,
    members.filter(([name]) => name !== "Bucket" && name !== "Key") as [string, unknown, unknown][],
  ];
}

function placeOf(traits: unknown): string {
  const { httpHeader, httpQuery, httpPrefixHeaders, httpPayload } = traits as Record<
    string,
    string
  >;
  if (httpQuery) return `?${httpQuery}`;
  return httpPayload || traits === 16 ? "" : (httpHeader ?? httpPrefixHeaders ?? "").toLowerCase();
}

const token = fc
  .string({
    unit: fc.constantFrom(..."aZ09-_.+=/ é".replace("é", "")),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => text.trim() || "a");

/** Random values of a member, by its type in the schema. */
function valuesOf(name: string, type: unknown): fc.Arbitrary<unknown> {
  if (name.endsWith("SSECustomerKey")) {
    return fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .chain((key) =>
        fc.constantFrom<unknown>(
          key,
          Buffer.from(key).toString("base64"),
          "a text of 32 bytes, as a key: ab",
        ),
      );
  }
  // Another condition is a header of Signature V2 at S3, or is checked by the SDK.
  if (name === "CopySource") return fc.constant("photos/a%20b.jpg");
  switch (type) {
    case 1:
      return fc.integer({ min: 1, max: 10_000 });
    case 2:
      return fc.boolean();
    case 4:
    case 5:
    case 6:
      return fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1_000));
    case 64:
    case 64 | 0:
      return fc.array(fc.constantFrom("RestoreStatus", "Size"), { minLength: 1, maxLength: 2 });
    case 128:
      return fc.dictionary(fc.constantFrom("a", "B", "c-d", "ef"), token, {
        maxKeys: 3,
        noNullPrototype: true,
      });
    default:
      return token;
  }
}

const HEADERS = [
  "content-type",
  "cache-control",
  "x-amz-acl",
  "x-amz-meta-a",
  "x-amz-request-payer",
  "range",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
];
const anyHeaders = fc.subarray(HEADERS).map((names) => new Set(names));

const anyOptions: fc.Arbitrary<Options> = fc.record(
  {
    signableHeaders: anyHeaders,
    unsignableHeaders: anyHeaders,
    hoistableHeaders: anyHeaders,
    unhoistableHeaders: anyHeaders,
    signingService: fc.constant("s3"),
  },
  { requiredKeys: [] },
);

function inputsOf(operation: string): fc.Arbitrary<Record<string, unknown>> {
  const members = schemaOf(operation)[1].filter(
    ([name, , traits]) => placeOf(traits) !== "" && name !== "ChecksumAlgorithm",
  );
  const values = Object.fromEntries(members.map(([name, type]) => [name, valuesOf(name, type)]));
  const required = ["UploadId", "PartNumber", "CopySource"].filter((name) => name in values);
  return fc.record(values, { requiredKeys: required });
}

for (const operation of Object.keys(MEMBERS) as Operation[]) {
  test(`${operation}: the SDK's schema has the same members at the same places`, () => {
    const [method, members] = schemaOf(operation);
    const places = members.map(([name, , traits]) => [name, placeOf(traits)]);
    const own = MEMBERS[operation].map((name) => [name, ourPlaceOf(operation, name)]);
    assert.deepEqual(Object.fromEntries(own), Object.fromEntries(places));
    assert.equal(methodOf(operation), method);
  });

  test(`${operation}: getSignedUrl signs any input and options as the SDK does`, () =>
    check(
      fc.tuple(casesOf("GetObject", "sdk"), inputsOf(operation), anyOptions),
      CASES,
      async ([one, members, more]) => {
        const { location, credentials, key, expiresIn, signingDate } = one;
        const isObject =
          !/^(List|Head|Delete)(Objects|Bucket)/.test(operation) || operation === "ListParts";
        const input = { Bucket: location.bucket, ...(isObject && { Key: key }), ...members };
        const options = { ...more, expiresIn, signingDate };
        const client = theirClient(location.sdk as SdkConfig, credentials, input);
        const theirs = await theirUrl(client, operation, input, options);
        const config = { ...(location.sdk as SdkConfig), credentials };
        const own = new ours.S3Client(config);
        assertSameUrl(await ours.getSignedUrl(own, ourCommand(operation, input), options), theirs);
        assertSameUrl(
          await ours.getSignedUrl(client, commandOf(operation, input), options),
          theirs,
        );
        client.destroy();
      },
    ));
}

for (const endpoint of [
  "http://127.0.0.1:9000",
  "http://[::1]:9000",
  "http://localhost:9000",
  "https://s3.example.test",
  "http://s3.example.test:8080/base",
]) {
  for (const Bucket of ["photos", "my.photos", "My_Photos", "a-", "-a-b", "a..b", "192.168.0.1"]) {
    test(`the bucket ${Bucket} at ${endpoint} is where the SDK has it`, async () => {
      const config = { region: "us-east-1", endpoint };
      const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
      const input = { Bucket, Key: "a/b" };
      const client = theirClient(config, credentials, input);
      const options = { signingDate: new Date("2026-01-01") };
      const own = new ours.S3Client({ ...config, credentials });
      assertSameUrl(
        await ours.getSignedUrl(own, new ours.GetObjectCommand(input), options),
        await theirUrl(client, "GetObject", input, options),
      );
      client.destroy();
    });
  }
}
