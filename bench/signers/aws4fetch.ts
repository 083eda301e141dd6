import { AwsClient } from "aws4fetch";
import { credentials, expiresIn, host, region } from "../case.ts";
import { allAtOnce, awaitedOneByOne, type Signer } from "../signer.ts";

const sign = () => {
  const client = new AwsClient({ ...credentials, service: "s3", region });
  return async (key: string) => {
    const url = `https://${host}/${key}?X-Amz-Expires=${expiresIn}`;
    return (await client.sign(url, { aws: { signQuery: true } })).url;
  };
};

export const aws4fetch: Signer = {
  name: "aws4fetch",
  from: "aws4fetch",
  method: "GET",
  create: () => awaitedOneByOne(sign()),
};

export const aws4fetchAtOnce: Signer = {
  name: "aws4fetch, all at once",
  from: "aws4fetch",
  method: "GET",
  batch: 100,
  create: () => allAtOnce(sign()),
};
