/** Makes the browser ask before the page is left while `isBusy` returns true. */
export function guardLeaving(isBusy: () => boolean): void {
  addEventListener("beforeunload", (event) => {
    if (isBusy()) event.preventDefault();
  });
}
