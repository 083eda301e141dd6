import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readPasted } from "../../www/paste.ts";

const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalr/XUtn+FEMI=" };
const TEMPORARY = { ...KEY, sessionToken: "IQoJb3JpZ2lu+/abc==" };
const ENDING = { ...TEMPORARY, expiration: "2030-01-31T14:00:00+00:00" };

const FORMATS: [name: string, text: string, settings: object][] = [
  [
    "exports of a POSIX shell",
    `export AWS_ACCESS_KEY_ID="AKIDEXAMPLE"\nexport AWS_SECRET_ACCESS_KEY="wJalr/XUtn+FEMI="\nexport AWS_SESSION_TOKEN="IQoJb3JpZ2lu+/abc=="\n`,
    TEMPORARY,
  ],
  [
    "what `aws configure export-credentials --format env-no-export` prints",
    "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=\nAWS_SESSION_TOKEN=IQoJb3JpZ2lu+/abc==\nAWS_CREDENTIAL_EXPIRATION=2030-01-31T14:00:00+00:00\n",
    ENDING,
  ],
  [
    "lines for the Windows command prompt",
    "set AWS_ACCESS_KEY_ID=AKIDEXAMPLE\r\nset AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=\r\n",
    KEY,
  ],
  [
    "lines for PowerShell",
    `$Env:AWS_ACCESS_KEY_ID="AKIDEXAMPLE"\n$Env:AWS_SECRET_ACCESS_KEY="wJalr/XUtn+FEMI="\n`,
    KEY,
  ],
  [
    "variables in front of a command",
    "AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI= AWS_REGION=eu-west-1 aws s3 ls",
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "an ini profile",
    "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = wJalr/XUtn+FEMI=\nregion = eu-west-1\n",
    { ...KEY, region: "eu-west-1" },
  ],
  [
    "the first of several profiles, without another's token",
    "[a]\naws_access_key_id=AKIDEXAMPLE\naws_secret_access_key=wJalr/XUtn+FEMI=\n[b]\naws_access_key_id=B\naws_session_token=other\n",
    KEY,
  ],
  [
    "JSON of `aws sts get-session-token`",
    JSON.stringify({
      Credentials: {
        AccessKeyId: KEY.accessKeyId,
        SecretAccessKey: KEY.secretAccessKey,
        SessionToken: TEMPORARY.sessionToken,
        Expiration: ENDING.expiration,
      },
    }),
    ENDING,
  ],
  [
    "JSON of `aws configure export-credentials`",
    JSON.stringify({
      Version: 1,
      AccessKeyId: KEY.accessKeyId,
      SecretAccessKey: KEY.secretAccessKey,
      SessionToken: TEMPORARY.sessionToken,
      Expiration: ENDING.expiration,
    }),
    ENDING,
  ],
  [
    "JSON of Cognito, with its SecretKey and epoch seconds",
    JSON.stringify({
      IdentityId: "eu-west-1:0",
      Credentials: {
        AccessKeyId: KEY.accessKeyId,
        SecretKey: KEY.secretAccessKey,
        SessionToken: TEMPORARY.sessionToken,
        Expiration: 1_896_098_400,
      },
    }),
    { ...TEMPORARY, expiration: "2030-01-31T14:00:00.000Z" },
  ],
  [
    "the CSV that the IAM console offers, with its byte order mark",
    "\uFEFFAccess key ID,Secret access key\r\nAKIDEXAMPLE,wJalr/XUtn+FEMI=\r\n",
    KEY,
  ],
  [
    "one line alone",
    "aws_secret_access_key = wJalr/XUtn+FEMI=",
    { secretAccessKey: KEY.secretAccessKey },
  ],
];

describe("a pasted block is read:", () => {
  for (const [name, text, settings] of FORMATS) {
    test(name, () => assert.deepEqual(readPasted(text), settings));
  }
});

describe("a pasted text that is no block is left alone:", () => {
  for (const text of [
    "AKIDEXAMPLE",
    "wJalr/XUtn+FEMI=",
    "region=eu-west-1/date=2026-01-01/part.parquet",
    "https://s3.example.com",
    "{ not JSON",
    "",
  ]) {
    test(JSON.stringify(text), () => assert.equal(readPasted(text), undefined));
  }
});
