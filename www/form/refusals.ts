import { countOf } from "../format/count.ts";
import { words } from "../words.ts";
import type { Entered } from "./request.ts";

/** The fate of a file that was not sent yet. */
export interface Prediction {
  /** The reasons for which S3 will refuse it. */
  refusals: string[];
  /** Remarks about an upload that S3 accepts. */
  remarks: string[];
}

/** Predicts what S3 does with a file. */
export function predict(entered: Entered, { size, type }: Pick<File, "size" | "type">): Prediction {
  const { otherSize, otherType, storedAs, tooLarge, tooSmall } = words.form.attempt;
  const has = countOf(size, "byte");
  if (entered.via === "put") {
    const { size: exact } = entered.request;
    const { contentType } = entered;
    const isOther = exact !== undefined && size !== exact;
    return {
      refusals: isOther ? [otherSize(has, countOf(exact, "byte"))] : [],
      remarks: contentType && type !== contentType ? [storedAs(contentType, type)] : [],
    };
  }
  const { minSize, maxSize, contentType } = entered.request;
  const isPrefix = contentType?.endsWith("/") === true;
  const refusals = [
    maxSize !== undefined && size > maxSize && tooLarge(has, countOf(maxSize, "byte")),
    minSize !== undefined && size < minSize && tooSmall(has, countOf(minSize, "byte")),
    isPrefix && !type.startsWith(contentType) && otherType(type, contentType),
  ];
  return {
    refusals: refusals.filter((reason) => typeof reason === "string"),
    remarks: contentType && !isPrefix && type !== contentType ? [storedAs(contentType, type)] : [],
  };
}
