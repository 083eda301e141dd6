/** Names of the views, in the order of the navigation. Each is also its fragment: `#/link`. */
export const VIEW_IDS = [
  "link",
  "form",
  "transfer",
  "browse",
  "many",
  "inspect",
  "explain",
  "doctor",
  "credentials",
] as const;

export type ViewId = (typeof VIEW_IDS)[number];
