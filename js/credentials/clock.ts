import { systemNow } from "../http/host.ts";
import type { TimedResponse } from "../http/signature-rejection.ts";
import { CLOCK_OFFSET } from "../messages/credentials.ts";
import { optionError } from "../option-error.ts";

/** Longest usable round trip in milliseconds: with a longer one, the instant of the server's time is too uncertain. */
const MAX_ROUND_TRIP = 5_000;

/** `Date` has whole seconds, and many servers send the same one for up to a second longer. Milliseconds. */
const RESOLUTION = 1_000;
const DATE_SLACK = 1_000;

/**
 * Limits of a service's time, in epoch milliseconds: the starts of 2026 and 2056. A service outside of them is wrong or
 * lying. A device's own clock can show any time: it often starts in 1970 after its battery was empty.
 */
const EARLIEST = 1_767_225_600_000;
const LATEST = 2_713_910_400_000;

/** Longest offset that can be set: a hundred years, in milliseconds. */
const MAX_OFFSET = 36_525 * 86_400_000;

function isPlausible(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}

/** RFC 9110 §5.6.7, the one form of `Date` that is still sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/** Returns the service's time, in epoch milliseconds; NaN if the response does not state it. */
function serverInstant(response: TimedResponse): number {
  const serverTime = response.serverTime?.trim();
  if (serverTime !== undefined && ISO_UTC.test(serverTime)) return Date.parse(serverTime);
  const date = response.headers.get("date")?.trim();
  return date !== undefined && IMF_FIXDATE.test(date) ? Date.parse(date) : Number.NaN;
}

/**
 * Returns the milliseconds to add to the device's clock.
 *
 * @throws {PresignError} `InvalidOption` for anything but a number within 100 years
 */
export function checkOffset(milliseconds: unknown): number {
  if (typeof milliseconds !== "number" || !(Math.abs(milliseconds) <= MAX_OFFSET)) {
    const got = typeof milliseconds === "number" ? milliseconds : `a ${typeof milliseconds}`;
    throw optionError(CLOCK_OFFSET, "clockOffset", [got]);
  }
  return Math.round(milliseconds);
}

/** Returns the time of the device's clock with an offset, in epoch milliseconds. */
export function correctedNow(offset: number): number {
  return systemNow() + offset;
}

/** The time of the services: the device's clock, corrected by their responses. */
export class Clock {
  readonly #now: () => number;
  #offset = 0;
  /** Whether the offset comes from a service's response. */
  #isLearned = false;

  /** @param now returns the time of the device's clock, in epoch milliseconds */
  constructor(now: () => number = systemNow) {
    this.#now = now;
  }

  /** Returns the corrected time, in epoch milliseconds. */
  now(): number {
    return this.#now() + this.#offset;
  }

  /** Returns the time of the device's clock, in epoch milliseconds, for measuring durations. */
  local(): number {
    return this.#now();
  }

  /**
   * Milliseconds that are added to the device's clock: positive if the device is slow.
   *
   * @throws {PresignError} as `checkOffset` does
   */
  get offset(): number {
    return this.#offset;
  }

  set offset(milliseconds: number) {
    this.#offset = checkOffset(milliseconds);
    this.#isLearned = false;
  }

  /**
   * Sets the offset by a service's response. Ignores a response that passed through a cache (`Age`), that was slow, or
   * whose time is unreadable or not between 2026 and 2056. An offset that agrees with the response is kept.
   *
   * Returns whether the response stated the time.
   */
  learn(response: TimedResponse): boolean {
    const roundTrip = response.receivedAt - response.sentAt;
    // A negative one means that the device's clock was set during the request.
    if (!(roundTrip >= 0 && roundTrip <= MAX_ROUND_TRIP)) return false;
    if (response.headers.get("age") !== null) return false;
    const server = serverInstant(response);
    if (!isPlausible(server)) return false;

    // The server read its clock at some instant of the round trip, so its offset is between these.
    const least = server - DATE_SLACK - response.receivedAt;
    const most = server + RESOLUTION + DATE_SLACK - response.sentAt;
    if (this.#offset < least || this.#offset > most) {
      this.offset = server + RESOLUTION / 2 - (response.sentAt + response.receivedAt) / 2;
      this.#isLearned = true;
    }
    return true;
  }

  /**
   * Returns to the device's clock, if the offset comes from a service and the device's time is plausible: for when the
   * offset contradicts something else that is known about the time.
   */
  distrust(): void {
    if (this.#isLearned && isPlausible(this.#now())) this.offset = 0;
  }
}
