import { button, byId, input } from "../parts/elements.ts";
import { acceptFileDrops } from "../parts/file-drops.ts";
import { sectionOf } from "../router.ts";

/** Chosen files, or the data of a drop or a paste. */
export type PickedFiles = File[] | DataTransfer;

const files = input("file");
const folder = input("folder");
const drop = byId("drop", HTMLLabelElement);

/** Starts the ways to choose files: the box, the button for a folder, drops, and pastes while the view is open. */
export function startPicking(onPick: (picked: PickedFiles) => void): void {
  for (const control of [files, folder]) {
    control.addEventListener("change", () => {
      const chosen = Array.from(control.files ?? []);
      // Otherwise the same file cannot be chosen again.
      control.value = "";
      if (chosen.length > 0) onPick(chosen);
    });
  }
  button("upload-folder").addEventListener("click", () => folder.click());
  acceptFileDrops(drop, onPick);
  document.addEventListener("paste", (event) => {
    const pasted = event.clipboardData;
    if (!pasted || pasted.files.length === 0 || sectionOf("transfer").hidden) return;
    // Office programs put a picture beside the text, which a field takes.
    const isField = event.target instanceof HTMLElement && event.target.matches("input, textarea");
    if (isField && pasted.types.includes("text/plain")) return;
    event.preventDefault();
    onPick(pasted);
  });
}
