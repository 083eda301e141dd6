/** Calls back at every full second of the clock. The first call is at once. */
export function everySecond(tick: () => void): void {
  tick();
  setTimeout(() => everySecond(tick), 1000 - (Date.now() % 1000));
}

/** Whole seconds left, rounded up: 0 only once the instant has come. */
export function secondsUntil(instant: Date): number {
  return Math.max(0, Math.ceil((instant.getTime() - Date.now()) / 1000));
}
