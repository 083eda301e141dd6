import { words } from "../words.ts";

const FEEDBACK_MILLISECONDS = 2000;

/**
 * Makes a button copy a text, or the text of an element. If the clipboard API fails, the text of the element is selected and
 * copied as a selection. If that fails as well, it stays selected and the button shows which keys to press.
 */
export function startCopyButton(
  button: HTMLButtonElement,
  source: HTMLElement | (() => string),
): void {
  const label = button.textContent ?? "";
  let restore: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", async () => {
    const text = typeof source === "function" ? source() : (source.textContent ?? "");
    const copied =
      (await toClipboard(text)) || (typeof source !== "function" && copySelection(source));
    button.textContent = copied ? words.parts.copied : words.parts.press(copyKeys());
    button.classList.toggle("done", copied);
    clearTimeout(restore);
    restore = setTimeout(() => {
      button.textContent = label;
      button.classList.remove("done");
    }, FEEDBACK_MILLISECONDS);
  });
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copySelection(source: HTMLElement): boolean {
  source.closest("details")?.setAttribute("open", "");
  source.focus();
  getSelection()?.selectAllChildren(source);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

function copyKeys(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘C" : "Ctrl+C";
}
