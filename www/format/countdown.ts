/** Calls `tick` immediately and at every full second of the clock. */
export function everySecond(tick: () => void): void {
  tick();
  setTimeout(() => everySecond(tick), 1000 - (Date.now() % 1000));
}

/** Returns the seconds left, rounded up: 0 only after the instant has passed. */
export function secondsUntil(instant: Date): number {
  return Math.max(0, Math.ceil((instant.getTime() - Date.now()) / 1000));
}
