/** Ignores files that are dropped beside a box for files: they would replace the page and all input. */
export function preventFileDrops(): void {
  for (const name of ["dragover", "drop"] as const) {
    document.addEventListener(name, (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }
}

/** Accepts files that are dropped on a box, and highlights the box while they are over it. */
export function acceptFileDrops(box: HTMLElement, onDrop: (files: DataTransfer) => void): void {
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
  }
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (event.dataTransfer?.types.includes("Files")) onDrop(event.dataTransfer);
  });
}
