import partitions from "../../src/location/partitions.json";

/** Returns the DNS suffix of AWS's hosts in a region: `amazonaws.com.cn` for cn-north-1. */
export function suffixOfRegion(region: string): string | undefined {
  return partitions.find(([prefix]) => region.startsWith(prefix as string))?.[2];
}

/** Returns the DNS suffix of a host of AWS; undefined for any other host. */
export function suffixOfHost(host: string): string | undefined {
  return partitions.find(([, , suffix]) => host.endsWith(`.${suffix}`))?.[2];
}
