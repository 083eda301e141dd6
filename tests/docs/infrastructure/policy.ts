/** A statement of an IAM policy in one notation: each value is a list. Resources of the stack have the names in `NAMES`. */
export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string[];
  Resource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

/** Names of the resources that policies refer to. */
export const NAMES = { bucket: "<bucket>", identityPool: "<identity pool>" };

/** Returns a value as a list. */
export function list<T>(value: T | readonly T[]): T[] {
  return [value].flat() as T[];
}
