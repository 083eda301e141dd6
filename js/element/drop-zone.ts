export interface DropZoneCallbacks {
  /** Whether files can be dropped now. */
  isOpen(): boolean;
  /** Files are dragged into the zone, or out of it. Called once for each. */
  onDrag(isInside: boolean): void;
  onDrop(files: DataTransfer): void;
}

/**
 * Listens to files that are dragged over an element, until `signal` is aborted.
 *
 * The pattern of GOV.UK's file upload: Safari has no `relatedTarget` in `dragleave`, so that `dragenter` of the document
 * shows what the pointer has entered, and a `dragleave` without a `dragenter` before it has left the window.
 */
export function watchDropZone(
  zone: Element,
  { isOpen, onDrag, onDrop }: DropZoneCallbacks,
  signal: AbortSignal,
): void {
  let isInside = false;
  let hasEntered = false;
  const set = (inside: boolean) => {
    if (inside === isInside) return;
    isInside = inside;
    onDrag(inside);
  };
  const accepts = (event: DragEvent) =>
    isOpen() && (event.dataTransfer?.types.includes("Files") ?? false);
  const on = (target: Node, type: string, listener: (event: DragEvent) => void) =>
    target.addEventListener(type, listener as EventListener, { signal });
  on(document, "dragenter", (event) => {
    hasEntered = true;
    set(event.composedPath().includes(zone) && accepts(event));
  });
  on(document, "dragleave", () => {
    if (!hasEntered) set(false);
    hasEntered = false;
  });
  on(zone, "dragover", (event) => {
    // Without this, the browser opens the file instead of the page.
    if (accepts(event)) event.preventDefault();
  });
  on(zone, "drop", (event) => {
    if (!accepts(event)) return;
    event.preventDefault();
    hasEntered = false;
    isInside = false;
    onDrag(false);
    onDrop(event.dataTransfer as DataTransfer);
  });
}
