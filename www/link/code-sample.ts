import type { PresignRequest, SignerOptions } from "s3-signpost";

/** Returns JavaScript that creates the same link. It contains no credentials. */
export function codeSample(location: SignerOptions, request: PresignRequest): string {
  const locationOptions = Object.entries(location).filter(([, value]) => value !== "auto");
  const options = [
    "credentials",
    ...locationOptions.map(([name, value]) => `${name}: ${literal(value)}`),
  ];
  const requestOptions = Object.entries(request)
    .filter(([name, value]) => name !== "method" || value !== "GET")
    .map(([name, value]) => `${name}: ${literal(value)}`);
  return [
    `import { Presigner } from "s3-signpost";`,
    "",
    `const signer = new Presigner(${lines(options)});`,
    `const { url, headers, expiresAt } = signer.presign(${lines(requestOptions)});`,
  ].join("\n");
}

function lines(properties: string[]): string {
  return `{\n${properties.map((property) => `  ${property},\n`).join("")}}`;
}

function literal(value: unknown): string {
  if (value instanceof Date) return `new Date(${JSON.stringify(value.toISOString())})`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => {
    const property = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${property}: ${literal(item)}`;
  });
  return `{ ${entries.join(", ")} }`;
}
