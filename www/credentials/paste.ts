import { PresignError } from "s3-signpost";
import { account } from "../account/account.ts";
import { MAX_LENGTH, type PastedSettings, parsePasted } from "../account/pasted/parse.ts";
import { byId, input } from "../parts/elements.ts";
import { acceptFileDrops } from "../parts/file-drops.ts";
import { FieldProblems } from "../parts/problems.ts";
import { words } from "../words.ts";

const { paste: pasteWords } = words.credentials;

const card = byId("credentials-paste", HTMLElement);
const box = byId("credentials-box", HTMLTextAreaElement);
const file = input("credentials-file");
const drop = byId("credentials-drop", HTMLLabelElement);
const outcome = byId("credentials-pasted", HTMLParagraphElement);

let problems: FieldProblems;

/** Starts the box that takes pasted credentials, and the file beside it. Neither keeps a text. */
export function startPasteBox(): void {
  problems = new FieldProblems(card);
  box.addEventListener("paste", (event) => {
    event.preventDefault();
    take(event.clipboardData?.getData("text/plain") ?? "", "pasted");
  });
  // A text that was dropped, or inserted by a keyboard.
  box.addEventListener("input", () => {
    const text = box.value;
    box.value = "";
    take(text, "pasted");
  });
  file.addEventListener("change", () => {
    takeFile(file.files?.[0]);
    // The same file can be chosen again.
    file.value = "";
  });
  acceptFileDrops(drop, ({ files }) => takeFile(files[0]));
}

async function takeFile(chosen: File | undefined): Promise<void> {
  if (!chosen) return;
  if (chosen.size > MAX_LENGTH) {
    refuse("file", pasteWords.tooLong, pasteWords.fileHint);
    return;
  }
  take(await chosen.text(), "file");
}

function take(text: string, field: "pasted" | "file"): void {
  problems.clear("pasted", "file");
  outcome.textContent = "";
  const found = parsePasted(text);
  if (!found) {
    const isTooLong = text.length > MAX_LENGTH;
    const message = isTooLong ? pasteWords.tooLong : pasteWords.nothing;
    refuse(field, message, field === "file" ? pasteWords.fileHint : pasteWords.hint);
    return;
  }
  const { region, endpoint, ...credentials } = found;
  account.replaceCredentials(credentials);
  account.update({ ...(region && { region }), ...(endpoint && { endpoint }) });
  outcome.textContent = pasteWords.found(namesOf(found));
}

function namesOf(found: PastedSettings): string {
  const names = Object.keys(found).map((name) => pasteWords.names[name as keyof PastedSettings]);
  return new Intl.ListFormat("en").format(names);
}

function refuse(field: string, message: string, hint: string): void {
  outcome.textContent = "";
  problems.show(field, [new PresignError("PasteRefused", message, { hint })]);
}
