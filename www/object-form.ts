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

/** Where the object is. What the package defaults by itself is left out when its field is empty. */
export function readLocation(): Location & { bucket: string } {
  const at = endpoint.value.trim();
  return {
    region: region.value.trim(),
    bucket: bucket.value.trim(),
    addressing: chosen("addressing") as "auto" | "virtual" | "path",
    ...(at && { endpoint: at }),
  };
}

/** The key exactly as typed: a space at its end is part of it. */
export const readKey = (): string => key.value;

/** What is typed as an S3 URI and is none; it is not yet one while the scheme is being typed. */
export function unreadableUri(): string | undefined {
  const typed = uri.value;
  return splitS3Uri(typed) || "s3://".startsWith(typed.toLowerCase()) ? undefined : typed;
}

export function fillLocation(place: Partial<Location>): void {
  if (place.region) type(region, place.region);
  if (place.endpoint !== undefined) type(endpoint, place.endpoint);
  if (place.bucket) type(bucket, place.bucket);
}

export function fillKey(value: string): void {
  type(key, value);
}

/** Keeps the URI in step with bucket and key, both ways. */
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
      const whole = field.selectionEnd === field.value.length && field.selectionStart === 0;
      const text = event.clipboardData?.getData("text/plain").trim() ?? "";
      if (!whole || !splitS3Uri(text)?.key) return;
      event.preventDefault();
      type(uri, text);
    });
  }
  endpoint.addEventListener("input", () => {
    endpointSummary.textContent = endpoint.value.trim() || "AWS";
  });
}
