import type { Location } from "s3-signpost";
import { byId, chosen, input, make, type } from "./elements.ts";
import { REGIONS } from "./regions.ts";
import { joinS3Uri, splitS3Uri } from "./s3-uri.ts";

const uri = input("uri");
const bucket = input("bucket");
const key = input("key");
const region = input("region");
const endpoint = input("endpoint");
const endpointSummary = byId("endpoint-summary", HTMLSpanElement);

/** Returns the entered location. Empty fields that the package has defaults for are left out. */
export function readLocation(): Location & { bucket: string } {
  const url = endpoint.value.trim();
  return {
    region: region.value.trim(),
    bucket: bucket.value.trim(),
    addressing: chosen("addressing") as "auto" | "virtual" | "path",
    ...(url && { endpoint: url }),
  };
}

/** Returns the key exactly as typed: a space at its end is part of it. */
export const readKey = (): string => key.value;

/** Returns the text of the URI field if it is not an S3 URI nor the beginning of one. */
export function invalidUri(): string | undefined {
  const typed = uri.value;
  return splitS3Uri(typed) || "s3://".startsWith(typed.toLowerCase()) ? undefined : typed;
}

export function fillLocation(location: Partial<Location>): void {
  if (location.region) type(region, location.region);
  if (location.endpoint !== undefined) type(endpoint, location.endpoint);
  if (location.bucket) type(bucket, location.bucket);
}

export function fillKey(value: string): void {
  type(key, value);
}

/** Fills in the regions, and keeps the URI consistent with bucket and key. */
export function startObjectForm(): void {
  byId("regions", HTMLDataListElement).append(
    ...REGIONS.map(([id, place]) => {
      const option = make("option", "", place);
      option.value = id;
      return option;
    }),
  );
  uri.addEventListener("input", () => {
    const parts = splitS3Uri(uri.value);
    bucket.value = parts?.bucket ?? "";
    key.value = parts?.key ?? "";
  });
  for (const field of [bucket, key]) {
    field.addEventListener("input", () => {
      uri.value = joinS3Uri(bucket.value, key.value);
    });
    field.addEventListener("paste", (event) => {
      const isAllSelected = field.selectionEnd === field.value.length && field.selectionStart === 0;
      const text = event.clipboardData?.getData("text/plain").trim() ?? "";
      if (!isAllSelected || !splitS3Uri(text)?.key) return;
      event.preventDefault();
      type(uri, text);
    });
  }
  endpoint.addEventListener("input", () => {
    endpointSummary.textContent = endpoint.value.trim() || "AWS";
  });
}
