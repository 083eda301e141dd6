import { byId, make } from "../parts/elements.ts";
import { words } from "../words.ts";
import { isVolatile, policyLines, signedRequestLines } from "./policy.ts";
import type { SignedUpload } from "./sign.ts";

const { policy } = words.form;
const title = byId("form-policy-title", HTMLHeadingElement);
const about = byId("form-policy-about", HTMLParagraphElement);
const note = byId("form-policy-note", HTMLParagraphElement);
const text = byId("form-policy-text", HTMLPreElement);

/** Shows the policy of a form, or what a link signs, and marks the lines that are new. */
export function showPolicy(
  via: SignedUpload["via"],
  signed: SignedUpload | undefined,
  isExample: boolean,
): void {
  title.textContent = policy.title[via];
  text.setAttribute("aria-label", policy.text[via]);
  about.textContent = policy.about[via];
  note.hidden = signed !== undefined && !isExample;
  note.textContent = signed ? policy.example : policy.none;
  text.hidden = signed === undefined;
  const lines = signed ? linesOf(signed) : [];
  const old = new Set(Array.from(text.children, ({ textContent }) => textContent));
  const isSame = lines.length === old.size && lines.every((line) => old.has(`${line}\n`));
  if (isSame) return;
  text.replaceChildren(
    ...lines.map((line) => {
      const isNew = old.size > 0 && !old.has(`${line}\n`) && !isVolatile(line);
      return make("span", isNew ? "form-new" : "", `${line}\n`);
    }),
  );
}

function linesOf(signed: SignedUpload): string[] {
  return signed.via === "put"
    ? signedRequestLines(signed.link, signed.request.size)
    : policyLines(signed.post);
}
