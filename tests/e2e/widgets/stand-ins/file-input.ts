/** Appends a file input, and passes on the files that are chosen. */
export function addFileInput(parent: Element, onFiles: (files: File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.onchange = () => onFiles([...(input.files ?? [])]);
  parent.append(input);
}
