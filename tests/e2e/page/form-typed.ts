import { type Entered, readRequest, type Typed } from "../../../www/form/request.ts";

const TYPED: Typed = {
  via: "post",
  place: "prefix",
  prefix: "uploads/",
  key: "",
  minSize: "",
  maxSize: "10 MB",
  exactSize: "",
  contentType: "",
  rows: [],
  after: "empty",
  redirect: "",
  readExpiry: () => ({ expiresIn: 60 }),
};

/** Reads fields that differ from the default, and returns the request and the fields with errors. */
export function readTyped(change: Partial<Typed>): { entered: Entered; fields: string[] } {
  const fields: string[] = [];
  const entered = readRequest({ ...TYPED, ...change }, (error) => {
    fields.push("field" in error ? String(error.field) : "");
  });
  return { entered, fields };
}
