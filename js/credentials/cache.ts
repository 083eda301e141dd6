import { CredentialsError, SignpostError } from "../errors.ts";
import { abortable } from "../http/abortable.ts";
import { readSafely } from "../options.ts";
import type { Clock } from "./clock.ts";
import { type Environment, pageEnvironment } from "./environment.ts";
import type { CredentialSource, ProviderCall } from "./provider.ts";
import { type ResolvedCredentials, resolveCredentials } from "./resolve.ts";

/** Credentials with less than this left are replaced in the background, as the AWS SDKs do. Milliseconds. */
const REFRESH_WINDOW = 5 * 60_000;

/** The last part of that window, in which whoever wants them for longer waits for the new ones. */
const LAST_PART = 1 / 5;

/**
 * Smallest gain in lifetime for which credentials are replaced only to cover a longer `expiresIn`: this share of
 * the lifetime, and never less than a minute. Anything less would ask the provider at every call, since new
 * credentials always last a little longer than older ones.
 */
const NOTICEABLE_PART = 1 / 4;
const NOTICEABLE = 60_000;

/**
 * Pause between replacements of refused credentials. It doubles while the service refuses each new set, since the
 * fault then is not in the credentials' age. Milliseconds.
 */
const REPLACED_APART = 10_000;
const REPLACED_FAR_APART = 5 * 60_000;

/**
 * Credentials that ended so long ago by a learnt clock, and have not ended by the device's own, show that the
 * learnt clock is wrong. Milliseconds.
 */
const ENDED_LONG_AGO = 24 * 60 * 60_000;

/** A fixed set that seems to have ended is checked against the service's clock so often at most. Milliseconds. */
const TIME_ASKED_APART = 5 * 60_000;

/** After a failed refresh, while the old ones still work. Milliseconds. */
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 60_000;

/**
 * Time limit of one provider call. Longer than the three tries of `cognito()` and `webIdentity()`, whose own
 * error says more. Milliseconds.
 */
const PROVIDER_TIMEOUT = 60_000;

export interface GetCredentialsOptions {
  /** How long they should still work, seconds: a presigned URL's `expiresIn`. */
  coverSeconds?: number;
  /** New ones even though the present ones have not expired: the service refused them. */
  forceRefresh?: boolean;
  /**
   * With `forceRefresh`, the credentials that were refused. They are not replaced again if newer ones are here,
   * so that many requests that fail one after another cause one refresh; nor shortly after refused ones were
   * replaced, or after the provider failed.
   */
  rejected?: ResolvedCredentials;
  /** Ends this caller's wait, not that of others. */
  signal?: AbortSignal | undefined;
}

interface Flight {
  readonly controller: AbortController;
  readonly promise: Promise<ResolvedCredentials>;
  waiting: number;
}

function expired(message: string, hint: string): CredentialsError {
  return new CredentialsError("CredentialsExpired", message, { hint });
}

function timedOut(): CredentialsError {
  return new CredentialsError(
    "ProviderTimedOut",
    `The credential provider did not answer within ${PROVIDER_TIMEOUT / 1_000} seconds.`,
    { hint: "Check that the provider's promise always settles. The next call asks it again." },
  );
}

/** Has the clock put right, if it can be, by a service that these credentials are for. Never rejects. */
export type AskTime = (credentials: ResolvedCredentials) => Promise<void>;

type Timers = Pick<Environment, "setTimeout" | "clearTimeout">;

/**
 * Keeps one set of credentials current: asked for once however many want them, replaced before they end, and
 * never handed out once they have ended. They stay in memory, in fields that nothing can print.
 */
export class CredentialCache {
  readonly #provider: ((call: ProviderCall) => unknown) | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #askTime: AskTime;
  readonly #timers: Timers;
  #timeAsked: { promise: Promise<void>; at: number; offset: number } | undefined;
  #held: ResolvedCredentials | undefined;
  /** By the device's own clock, so that an offset learnt later corrects the lifetime too. */
  #heldSince = 0;
  /** When refused credentials were last replaced, by the device's clock. */
  #replacedAt = Number.NEGATIVE_INFINITY;
  #replaceApart = REPLACED_APART;
  #flight: Flight | undefined;
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;

  /**
   * `source` is a set of credentials, or a provider that is asked again whenever new ones are needed.
   * `askTime` is called before credentials are reported as expired, since the clock may be wrong: for new
   * ones from a provider, and for a fixed set at most every five minutes, or once the clock's offset changed.
   *
   * Throws {@link CredentialsError} (`CredentialsMissing`, `CredentialsMalformed`) for a bad set.
   */
  constructor(
    source: CredentialSource,
    clock: Clock,
    random: () => number = Math.random,
    askTime: AskTime = async () => {},
    timers: Timers = pageEnvironment,
  ) {
    this.#timers = timers;
    this.#clock = clock;
    this.#random = random;
    this.#askTime = askTime;
    if (typeof source === "function") this.#provider = source;
    else this.#held = readSafely("credentials", CredentialsError, () => resolveCredentials(source));
  }

  /**
   * Credentials that work now. Rejects with `CredentialsExpired` where there are none such, with the
   * provider's own error where that is one of this package's, else with `ProviderFailed`; with
   * `ProviderTimedOut` if the provider does not settle within 60 seconds, after which the next call asks it
   * anew; or with the signal's reason.
   */
  async get(options: GetCredentialsOptions = {}): Promise<ResolvedCredentials> {
    const { coverSeconds = 0, forceRefresh = false, rejected, signal } = options;
    signal?.throwIfAborted();
    if (this.#provider === undefined) return this.#fixed(signal);
    const usable = this.#usable();

    if (usable === undefined) return this.#refreshed(forceRefresh, signal);
    if (forceRefresh && rejected === undefined) return this.#refreshed(true, signal);
    if (forceRefresh && rejected === usable && this.#mayReplace()) {
      const replacement = await this.#refreshed(true, signal);
      this.#replaced();
      return replacement;
    }

    const remaining = this.#remaining(usable);
    const lifetime = this.#lifetime();
    const cover = coverSeconds * 1_000;
    // Half the lifetime, where that is shorter, or those that live for minutes would be replaced at every call.
    const window = Math.min(REFRESH_WINDOW, lifetime / 2);
    const gains = lifetime - remaining >= Math.max(NOTICEABLE, lifetime * NOTICEABLE_PART);
    const worthWaiting = (lifetime >= cover && gains) || remaining < window * LAST_PART;
    if (remaining < cover && worthWaiting && this.#mayTry()) {
      try {
        return await this.#refreshed(true, signal);
      } catch (error) {
        signal?.throwIfAborted();
        // Better a URL that ends early, and says so, than none.
        const still = this.#usable();
        if (still === undefined) throw error;
        return still;
      }
    }
    if (remaining < window && this.#mayTry()) this.#flight ??= this.#takeOff(true);
    return usable;
  }

  async #fixed(signal: AbortSignal | undefined): Promise<ResolvedCredentials> {
    if (this.#held !== undefined && this.#usable() === undefined) {
      await abortable(this.#askedTime(this.#held), signal);
    }
    const usable = this.#usable();
    if (usable !== undefined) return usable;
    throw expired(
      "The credentials have expired.",
      "Give new ones, or a provider function that can be called again. If they should still work, check the device's clock.",
    );
  }

  #askedTime(credentials: ResolvedCredentials): Promise<void> {
    const asked = this.#timeAsked;
    const at = this.#clock.local();
    const { offset } = this.#clock;
    if (asked?.offset === offset && Math.abs(at - asked.at) < TIME_ASKED_APART)
      return asked.promise;
    const promise = this.#checkTime(credentials).then(() => {
      if (this.#timeAsked?.promise === promise) this.#timeAsked.offset = this.#clock.offset;
    });
    this.#timeAsked = { promise, at, offset };
    return promise;
  }

  /** Corrects the clock, if it is the clock's fault that the credentials seem to have ended. */
  async #checkTime(credentials: ResolvedCredentials): Promise<void> {
    await this.#askTime(credentials);
    const end = credentials.expiration?.getTime() ?? 0;
    if (this.#remaining(credentials) < -ENDED_LONG_AGO && end > this.#clock.local()) {
      this.#clock.distrust();
    }
  }

  #remaining(credentials: ResolvedCredentials): number {
    return (credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - this.#clock.now();
  }

  /** How long the present ones were good for when they came: what the next can be expected to be. */
  #lifetime(): number {
    const expiration = this.#held?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    return expiration - (this.#heldSince + this.#clock.offset);
  }

  #usable(): ResolvedCredentials | undefined {
    return this.#held !== undefined && this.#remaining(this.#held) > 0 ? this.#held : undefined;
  }

  #sinceReplaced(): number {
    const age = this.#clock.local() - this.#replacedAt;
    // A device's clock that was set back must not stop replacements for as long.
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  }

  #mayReplace(): boolean {
    return this.#mayTry() && this.#sinceReplaced() >= this.#replaceApart;
  }

  #replaced(): void {
    const age = this.#sinceReplaced();
    // Whoever waited for the same flight counts once.
    if (age < this.#replaceApart) return;
    this.#replaceApart =
      age < 2 * this.#replaceApart
        ? Math.min(REPLACED_FAR_APART, 2 * this.#replaceApart)
        : REPLACED_APART;
    this.#replacedAt = this.#clock.local();
  }

  #mayTry(): boolean {
    const wait = this.#retryAt - this.#clock.local();
    return wait <= 0 || wait > LONGEST_RETRY;
  }

  async #refreshed(
    forceRefresh: boolean,
    signal: AbortSignal | undefined,
  ): Promise<ResolvedCredentials> {
    this.#flight ??= this.#takeOff(forceRefresh);
    const flight = this.#flight;
    flight.waiting += 1;
    try {
      return await abortable(flight.promise, signal);
    } finally {
      flight.waiting -= 1;
      // Nobody is left to wait: a provider that hangs must not hold up whoever asks next.
      if (flight.waiting === 0 && this.#flight === flight) {
        this.#flight = undefined;
        // Without the caller's reason: it may be a pause, which is no business of the provider.
        flight.controller.abort();
      }
    }
  }

  #takeOff(forceRefresh: boolean): Flight {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = this.#timers.setTimeout(() => controller.abort(timedOut()), PROVIDER_TIMEOUT);
    const answer = Promise.resolve().then(() => this.#ask(forceRefresh, signal));
    const promise = abortable(answer, signal)
      .finally(() => this.#timers.clearTimeout(timer))
      .then(
        (credentials) => {
          if (this.#flight === flight) this.#land(credentials);
          return credentials;
        },
        (error: unknown) => {
          if (this.#flight === flight) this.#fail();
          throw error;
        },
      );
    const flight: Flight = { controller, promise, waiting: 0 };
    // In the background nobody listens; whoever waits has the rejection from the promise itself.
    promise.catch(() => {});
    return flight;
  }

  async #ask(forceRefresh: boolean, signal: AbortSignal): Promise<ResolvedCredentials> {
    // A provider with a memory of its own must not answer with what is about to be replaced.
    const call: ProviderCall = {
      forceRefresh: forceRefresh || this.#held !== undefined,
      signal,
      clock: this.#clock,
    };
    try {
      const credentials = resolveCredentials(await this.#provider?.(call));
      if (this.#remaining(credentials) <= 0) await this.#checkTime(credentials);
      if (this.#remaining(credentials) <= 0) {
        throw expired(
          "The provider returned credentials that have already expired.",
          "Check the device's clock, and that the provider gets new ones if `forceRefresh` is true.",
        );
      }
      return credentials;
    } catch (error) {
      if (error instanceof SignpostError || signal.aborted) throw error;
      throw new CredentialsError("ProviderFailed", "The credential provider failed.", {
        cause: error,
        hint: "The `cause` is the error that it threw.",
      });
    }
  }

  #land(credentials: ResolvedCredentials): void {
    this.#flight = undefined;
    this.#failures = 0;
    this.#retryAt = Number.NEGATIVE_INFINITY;
    this.#held = credentials;
    this.#heldSince = this.#clock.local();
  }

  #fail(): void {
    this.#flight = undefined;
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures);
    this.#failures += 1;
    // At least half of it, so that a burst of calls does not become a burst of requests.
    this.#retryAt = this.#clock.local() + longest * (0.5 + this.#random() / 2);
  }
}
