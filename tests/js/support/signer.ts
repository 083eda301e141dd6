import { createHash, createHmac } from "node:crypto";
import type { Signer } from "../../../js/transfer/environment.ts";
import type { PresignedPost, PresignRequest } from "../../../js/types.ts";

export interface Account {
  /** Base URL of the service, addressed by path. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Milliseconds added to this machine's clock when signing. */
  clockOffset: number;
}

/** Signs with Signature V4 in a few lines, so that tests of transfers against a real service do not depend on the core. */
export function signerOf(account: Account): Signer {
  return {
    async presign(request: PresignRequest) {
      const { method = "GET", headers = {}, bucket, key, query = {} } = request;
      const { endpoint, accessKeyId } = account;
      const { date, scope, until } = instant(account);
      const lines = Object.entries({ ...headers, host: new URL(endpoint).host }).sort(byName);
      const names = lines.map(([name]) => name).join(";");
      const path = `/${bucket}/${(key ?? "").split("/").map(encode).join("/")}`;
      const parameters = Object.entries({
        ...query,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": `${accessKeyId}/${scope}`,
        "X-Amz-Date": date,
        "X-Amz-Expires": "600",
        "X-Amz-SignedHeaders": names,
      });
      const search = parameters
        .sort(byName)
        .map(([name, value]) => `${encode(name)}=${encode(value)}`)
        .join("&");
      const canonical = [
        method,
        path,
        search,
        ...lines.map(([name, value]) => `${name}:${value.trim()}`),
        "",
        names,
        "UNSIGNED-PAYLOAD",
      ].join("\n");
      const digest = createHash("sha256").update(canonical).digest("hex");
      const signature = sign(account, scope, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${digest}`);
      const url = `${endpoint}${path}?${search}&X-Amz-Signature=${signature}`;
      return { url, method, headers, expiresAt: until, limitedBy: "request" };
    },
    async presignPost(request): Promise<Omit<PresignedPost, "toCurl" | "toHtml">> {
      const { bucket = "", key = "", minSize = 0, maxSize = 0, conditions = [] } = request;
      const { date, scope, until } = instant(account);
      const open: Record<string, string> = {
        key,
        ...request.fields,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": `${account.accessKeyId}/${scope}`,
        "x-amz-date": date,
      };
      const policy = JSON.stringify({
        expiration: until.toISOString(),
        conditions: [
          { bucket },
          ...Object.entries(open).map(([name, value]) => ({ [name]: value })),
          ["content-length-range", minSize, maxSize],
          ...conditions,
        ],
      });
      const encoded = Buffer.from(policy).toString("base64");
      const signature = sign(account, scope, encoded);
      const fields = { ...open, policy: encoded, "x-amz-signature": signature };
      return {
        url: `${account.endpoint}/${bucket}`,
        fields,
        expiresAt: until,
        limitedBy: "request",
        toFormData(file, options) {
          const form = new FormData();
          for (const [name, value] of Object.entries(fields)) form.append(name, value);
          form.append("file", file, options?.filename);
          return form;
        },
      };
    },
  };
}

function instant({ region, clockOffset }: Account) {
  const now = new Date(Date.now() + clockOffset);
  const date = now.toISOString().replace(/[-:]|\.\d+/g, "");
  return {
    date,
    scope: `${date.slice(0, 8)}/${region}/s3/aws4_request`,
    until: new Date(now.getTime() + 600_000),
  };
}

function sign({ secretAccessKey }: Account, scope: string, text: string): string {
  let key: Buffer | string = `AWS4${secretAccessKey}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(text).digest("hex");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
