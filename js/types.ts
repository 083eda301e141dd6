/** The public types, apart from those of the files that export a function or class with them. */

export type { DomType } from "./dom-types.ts";
export type { PostCondition } from "./sign/post-condition.ts";
export type * from "./types/download.ts";
export type * from "./types/location.ts";
export type * from "./types/objects.ts";
export type * from "./types/post.ts";
export type * from "./types/presign.ts";
export type * from "./types/transfer.ts";
export type * from "./types/upload.ts";
