/**
 * Refuses a paste or a drop of more than `max` UTF-16 units, which a text field would take seconds to lay out.
 *
 * @param refuse is called with the length of the refused text
 */
export function limitInsertedText(
  field: HTMLTextAreaElement,
  max: number,
  refuse: (length: number) => void,
): void {
  field.addEventListener("beforeinput", (event) => {
    const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (text.length <= max) return;
    event.preventDefault();
    refuse(text.length);
  });
}
