import { PresignError } from "../errors.ts";

/** The device's clock, epoch milliseconds: the only reading of it in the package. */
export function systemNow(): number {
  return Date.now();
}

/** What a clock can learn from: a reply's headers, and when the request went out and the reply came. */
export interface TimedReply {
  /** `Headers`, or anything that reads one by name (`null` where it is absent or CORS hides it). */
  headers: { get(name: string): string | null };
  /** Readings of {@link Clock.local} in milliseconds: just before the request, and when the headers came. */
  sentAt: number;
  receivedAt: number;
  /** `ServerTime` of an S3 `RequestTimeTooSkewed` error, ISO 8601. Preferred to `Date`. */
  serverTime?: string | undefined;
}

/** A slower round trip says too little about the instant at which the server looked at its clock. */
const LONGEST_ROUND_TRIP = 5_000;

/** `Date` is cut to whole seconds, and many servers write the same one for up to a second longer. */
const RESOLUTION = 1_000;
const DATE_SLACK = 1_000;

/**
 * A service whose clock is before this package was built, or decades after, is wrong or lying. A device's own clock
 * may show any time: it often starts in 1970 after its battery was empty. The starts of 2026 and 2056, in epoch
 * milliseconds.
 */
const EARLIEST = 1_767_225_600_000;
const LATEST = 2_713_910_400_000;

/** Longest offset that can be set by hand: a hundred years. Milliseconds. */
const LONGEST_OFFSET = 36_525 * 86_400_000;

function isPlausible(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}

/** RFC 9110 §5.6.7, the one form of `Date` that is still sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

function serverInstant(reply: TimedReply): number {
  const serverTime = reply.serverTime?.trim();
  if (serverTime !== undefined && ISO_UTC.test(serverTime)) return Date.parse(serverTime);
  const date = reply.headers.get("date")?.trim();
  return date !== undefined && IMF_FIXDATE.test(date) ? Date.parse(date) : Number.NaN;
}

/** The time as the services see it: the device's clock, corrected by what their replies say. */
export class Clock {
  readonly #now: () => number;
  #offset = 0;
  /** Whether the offset comes from a service's reply. */
  #isLearnt = false;

  /** `now` reads the device's clock in epoch milliseconds. */
  constructor(now: () => number = systemNow) {
    this.#now = now;
  }

  /** The corrected instant, epoch milliseconds. */
  now(): number {
    return this.#now() + this.#offset;
  }

  /** The device's own reading, epoch milliseconds, for measuring how long something took. */
  local(): number {
    return this.#now();
  }

  /**
   * Milliseconds added to the device's reading: positive if the device is slow. Setting it to anything but a
   * number within 100 years throws {@link PresignError} (`InvalidOption`).
   */
  get offset(): number {
    return this.#offset;
  }

  set offset(milliseconds: number) {
    if (!(Number.isFinite(milliseconds) && Math.abs(milliseconds) <= LONGEST_OFFSET)) {
      const got = typeof milliseconds === "number" ? `; got ${milliseconds}` : "";
      throw new PresignError(
        "InvalidOption",
        `\`clockOffset\` must be a number of milliseconds within 100 years${got}.`,
        {
          field: "clockOffset",
          hint: "Give what must be added to the device's clock: positive if it is slow.",
        },
      );
    }
    this.#offset = Math.round(milliseconds);
    this.#isLearnt = false;
  }

  /**
   * Takes the offset from a service's reply. A reply that passed through a cache (`Age`), that was slow, or
   * whose time cannot be read or is not between 2026 and 2056 is ignored; one that the present offset agrees
   * with leaves it alone.
   *
   * Returns whether the reply told the time.
   */
  learn(reply: TimedReply): boolean {
    const roundTrip = reply.receivedAt - reply.sentAt;
    // A negative one means that the device's clock was set while the request was out.
    if (!(roundTrip >= 0 && roundTrip <= LONGEST_ROUND_TRIP)) return false;
    if (reply.headers.get("age") !== null) return false;
    const server = serverInstant(reply);
    if (!isPlausible(server)) return false;

    // The server looked at its clock at some instant of the round trip, so its offset lies between these.
    const least = server - DATE_SLACK - reply.receivedAt;
    const most = server + RESOLUTION + DATE_SLACK - reply.sentAt;
    if (this.#offset < least || this.#offset > most) {
      this.offset = server + RESOLUTION / 2 - (reply.sentAt + reply.receivedAt) / 2;
      this.#isLearnt = true;
    }
    return true;
  }

  /**
   * Returns to the device's own clock, if what a service said differs from it and the device's is plausible: for
   * when the offset contradicts something else that is known about the time.
   */
  distrust(): void {
    if (this.#isLearnt && isPlausible(this.#now())) this.offset = 0;
  }
}
