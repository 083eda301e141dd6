let isPressed = false;
let waiting: (() => void)[] = [];

document.addEventListener("pointerdown", () => {
  isPressed = true;
});
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    isPressed = false;
    // The click follows the release in the same task.
    setTimeout(() => {
      const callbacks = waiting;
      waiting = [];
      for (const callback of callbacks) callback();
    });
  });
}

/**
 * Calls back when no button of the pointer is pressed: at once, or after the click. Content that appears during a click
 * could move the clicked button away from the pointer.
 */
export function whenReleased(callback: () => void): void {
  if (isPressed) waiting.push(callback);
  else callback();
}
