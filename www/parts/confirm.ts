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
    const finish = (isAccepted: boolean) => {
      finished.abort();
      dialog.close();
      resolve(isAccepted);
    };
    accept.addEventListener("click", () => finish(true), { signal });
    button("confirmation-cancel").addEventListener("click", () => finish(false), { signal });
    dialog.addEventListener("cancel", () => finish(false), { signal });
    // The event arrives late: if the dialog is open, it is about the confirmation before this one.
    dialog.addEventListener("close", () => dialog.open || finish(false), { signal });
    dialog.showModal();
  });
}
