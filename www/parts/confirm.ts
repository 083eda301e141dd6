import { button, byId } from "./elements.ts";

/** The question of a confirmation. */
export interface Question {
  title: string;
  text: string;
  /** Label of the button that does it: a verb, such as "Delete 3 objects". */
  action: string;
}

/** Asks for confirmation of an action that cannot be undone. Resolves with `false` if the dialog is closed. */
export function confirmAction({ title, text, action }: Question): Promise<boolean> {
  const dialog = byId("confirmation", HTMLDialogElement);
  byId("confirmation-title", HTMLHeadingElement).textContent = title;
  byId("confirmation-text", HTMLParagraphElement).textContent = text;
  const accept = button("confirmation-accept");
  accept.textContent = action;
  return new Promise((resolve) => {
    const finished = new AbortController();
    const { signal } = finished;
    dialog.returnValue = "";
    accept.addEventListener("click", () => dialog.close("accepted"), { signal });
    button("confirmation-cancel").addEventListener("click", () => dialog.close(), { signal });
    dialog.addEventListener(
      "close",
      () => {
        finished.abort();
        resolve(dialog.returnValue === "accepted");
      },
      { signal },
    );
    dialog.showModal();
  });
}
