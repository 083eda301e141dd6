/** Ignores files that are dropped beside a box for files: they would replace the page and all input. */
export function preventFileDrops(): void {
  for (const name of ["dragover", "drop"] as const) {
    document.addEventListener(name, (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }
}
