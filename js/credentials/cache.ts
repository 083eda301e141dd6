import { CredentialsError, isSignpostError } from "../errors.ts";
import { abortable } from "../http/abortable.ts";
import { currentHost, type Host, setKeepsProcess } from "../http/host.ts";
import { backOff } from "../http/retry-policy.ts";
import {
  CREDENTIALS_EXPIRED,
  PROVIDER_CREDENTIALS_EXPIRED,
  PROVIDER_FAILED,
  PROVIDER_TIMED_OUT,
} from "../messages/credentials.ts";
import { readSafely } from "../options.ts";
import type { Clock } from "./clock.ts";
import { credentialsError } from "./credentials-error.ts";
import type { CredentialSource, ProviderCall } from "./provider.ts";
import { type ResolvedCredentials, resolveCredentials } from "./resolve.ts";

/** Remaining lifetime below which credentials are replaced in the background, as in the AWS SDKs. Milliseconds. */
const REFRESH_WINDOW = 5 * 60_000;

/** The last share of that window, in which a caller that needs them for longer waits for the new ones. */
const BLOCKING_SHARE = 1 / 5;

/**
 * Smallest gain in lifetime for which credentials are replaced only to cover a longer `expiresIn`: this share of
 * the lifetime, and at least a minute. With a smaller one, each call would call the provider, since new
 * credentials always last a little longer than older ones.
 */
const MIN_GAIN_SHARE = 1 / 4;
const MIN_GAIN = 60_000;

/**
 * Minimum and maximum time between replacements of rejected credentials, in milliseconds. It doubles while the service
 * rejects each new set, since the cause is then not the credentials' age.
 */
const MIN_REPLACEMENT_INTERVAL = 10_000;
const MAX_REPLACEMENT_INTERVAL = 5 * 60_000;

/**
 * Time since expiry, in milliseconds, at which a learned clock is considered wrong if the credentials have not expired by
 * the device's own clock.
 */
const LONG_EXPIRED = 24 * 60 * 60_000;

/** Minimum time between checks of the clock for a fixed set that seems to have expired. Milliseconds. */
const CLOCK_CHECK_INTERVAL = 5 * 60_000;

/** Back-off after a failed refresh, while the old credentials still work. Milliseconds. */
const REFRESH_BACK_OFF = { baseDelay: 2_000, maxDelay: 60_000 };

/**
 * Time limit of one provider call, in milliseconds. Longer than the three attempts of `cognito()` and `webIdentity()`,
 * whose own error says more.
 */
const PROVIDER_TIMEOUT = 60_000;

export interface GetCredentialsOptions {
  /** Seconds for which the credentials should still work: a presigned URL's `expiresIn`. */
  coverSeconds?: number;
  /** Replaces credentials that have not expired, since the service rejected them. */
  forceRefresh?: boolean;
  /**
   * With `forceRefresh`, the rejected credentials. They are not replaced if newer ones are here already, so that many
   * requests that fail one after another cause one refresh; nor shortly after rejected ones were replaced, or after the
   * provider failed.
   */
  rejected?: ResolvedCredentials;
  /** Ends this caller's wait, not that of others. */
  signal?: AbortSignal | undefined;
}

/** Returns the remaining lifetime below which credentials are replaced. */
function refreshWindow(lifetime: number): number {
  // At most half the lifetime: otherwise each call would replace credentials that live for minutes.
  return Math.min(REFRESH_WINDOW, lifetime / 2);
}

/** Returns the gain for which credentials of this lifetime are replaced to cover a longer `expiresIn`. */
function minGain(lifetime: number): number {
  return Math.max(MIN_GAIN, lifetime * MIN_GAIN_SHARE);
}

/** A call of the provider in progress. */
interface Refresh {
  readonly controller: AbortController;
  readonly promise: Promise<ResolvedCredentials>;
  /** Its time limit. */
  readonly timer: unknown;
  /** Number of callers that wait for it. */
  waiting: number;
}

/** Corrects the clock by the time of a service that accepts these credentials. Never rejects. */
export type CheckClock = (credentials: ResolvedCredentials) => Promise<void>;

/**
 * Keeps one set of credentials current: one request for however many callers, a replacement before they expire, and
 * no expired ones are ever returned. They stay in memory, in private fields that nothing can print.
 */
export class CredentialCache {
  readonly #provider: ((call: ProviderCall) => unknown) | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #checkClock: CheckClock;
  readonly #timers: Pick<Host, "setTimeout" | "clearTimeout">;
  /** The latest check of the clock for a fixed set. */
  #clockCheck: { promise: Promise<void>; at: number; offset: number } | undefined;
  #current: ResolvedCredentials | undefined;
  /** When they came, by the device's clock, so that an offset learned later corrects the lifetime too. */
  #receivedAt = 0;
  /** When rejected credentials were last replaced, by the device's clock. */
  #replacedAt = Number.NEGATIVE_INFINITY;
  #replacementInterval = MIN_REPLACEMENT_INTERVAL;
  #refresh: Refresh | undefined;
  #failures = 0;
  /** Why the latest refresh failed. */
  #failure: unknown;
  #retryAt = Number.NEGATIVE_INFINITY;

  /**
   * @param source a set of credentials, or a provider that is called whenever new ones are needed
   * @param checkClock called before credentials are reported as expired, since the clock may be wrong: for new ones
   *   from a provider, and for a fixed set at most every five minutes, or once the clock's offset changed
   * @throws {CredentialsError} `CredentialsMissing` or `CredentialsMalformed` for a bad set
   */
  constructor(
    source: CredentialSource,
    clock: Clock,
    random: () => number = Math.random,
    checkClock: CheckClock = async () => {},
    timers: Pick<Host, "setTimeout" | "clearTimeout"> = currentHost(),
  ) {
    this.#timers = timers;
    this.#clock = clock;
    this.#random = random;
    this.#checkClock = checkClock;
    if (typeof source === "function") this.#provider = source;
    else {
      this.#current = readSafely("credentials", CredentialsError, () => resolveCredentials(source));
    }
  }

  /**
   * Returns credentials that work now.
   *
   * @throws {CredentialsError} `CredentialsExpired` if there are none; `ProviderFailed`, or the provider's own error if
   *   it is one of this package; `ProviderTimedOut` if the provider does not settle within 60 seconds, after which the
   *   next call starts it again
   * @throws the signal's reason once it is aborted
   */
  async get(options: GetCredentialsOptions = {}): Promise<ResolvedCredentials> {
    const { coverSeconds = 0, forceRefresh = false, rejected, signal } = options;
    signal?.throwIfAborted();
    if (this.#provider === undefined) return this.#getFixed(signal);
    const usable = this.#usable();

    if (usable === undefined) return this.#refreshed(forceRefresh, signal);
    if (forceRefresh && rejected === undefined) return this.#refreshed(true, signal);
    if (forceRefresh && rejected === usable && this.#mayReplace()) {
      const replacement = await this.#refreshed(true, signal);
      this.#markReplaced();
      return replacement;
    }

    const remaining = this.#remaining(usable);
    const lifetime = this.#lifetime();
    const cover = coverSeconds * 1_000;
    const window = refreshWindow(lifetime);
    const gains = lifetime - remaining >= minGain(lifetime);
    const isWorthWaiting = (lifetime >= cover && gains) || remaining < window * BLOCKING_SHARE;
    if (remaining < cover && isWorthWaiting && this.#mayRefresh()) {
      try {
        return await this.#refreshed(true, signal);
      } catch (error) {
        signal?.throwIfAborted();
        // A URL that expires early, and says so, is better than none.
        const still = this.#usable();
        if (still === undefined) throw error;
        return still;
      }
    }
    if (remaining < window && this.#mayRefresh()) this.#startBackgroundRefresh();
    return usable;
  }

  /** End of the current credentials, which may be in the past. */
  get expiration(): Date | undefined {
    return this.#current?.expiration;
  }

  /**
   * Returns credentials that work now, without waiting, and starts a refresh if it is due.
   *
   * @param coverSeconds lifetime below which a refresh is due, if new credentials live for as long; at least 5 minutes
   * @throws {CredentialsError} `CredentialsExpired`, whose `cause` is the failure of the latest refresh
   */
  getNow(coverSeconds = 0): ResolvedCredentials {
    if (this.untilRefresh(coverSeconds) <= 0) this.#startBackgroundRefresh();
    const usable = this.#usable();
    if (usable !== undefined) return usable;
    // The clock may be the reason, which shows at a later call.
    if (this.#provider === undefined) this.#getFixed(undefined).catch(() => {});
    throw credentialsError(CREDENTIALS_EXPIRED, { cause: this.#failure });
  }

  /** Refreshes the credentials if that is due, and resolves once no refresh is in progress. Never rejects. */
  async refreshIfDue(coverSeconds = 0): Promise<void> {
    if (this.untilRefresh(coverSeconds) <= 0) this.#startBackgroundRefresh();
    await this.#refresh?.promise.catch(() => {});
  }

  /** Returns the milliseconds until a refresh is due; infinite for credentials that do not expire or cannot be renewed. */
  untilRefresh(coverSeconds = 0): number {
    const current = this.#current;
    if (this.#provider === undefined || current?.expiration === undefined) {
      return Number.POSITIVE_INFINITY;
    }
    const lifetime = this.#lifetime();
    const cover = coverSeconds * 1_000;
    const covering = lifetime >= cover ? Math.min(cover, lifetime - minGain(lifetime)) : 0;
    const due = this.#remaining(current) - Math.max(refreshWindow(lifetime), covering);
    return this.#mayRefresh() ? due : Math.max(due, this.#retryAt - this.#clock.local());
  }

  #startBackgroundRefresh(): void {
    if (this.#refresh !== undefined) return;
    this.#refresh = this.#startRefresh(true);
    setKeepsProcess(this.#refresh.timer, false);
  }

  async #getFixed(signal: AbortSignal | undefined): Promise<ResolvedCredentials> {
    if (this.#current !== undefined && this.#usable() === undefined) {
      await abortable(this.#checkClockForFixed(this.#current), signal);
    }
    const usable = this.#usable();
    if (usable === undefined) throw credentialsError(CREDENTIALS_EXPIRED);
    return usable;
  }

  #checkClockForFixed(credentials: ResolvedCredentials): Promise<void> {
    const last = this.#clockCheck;
    const at = this.#clock.local();
    const { offset } = this.#clock;
    if (last?.offset === offset && Math.abs(at - last.at) < CLOCK_CHECK_INTERVAL) {
      return last.promise;
    }
    const promise = this.#correctClock(credentials).then(() => {
      if (this.#clockCheck?.promise === promise) this.#clockCheck.offset = this.#clock.offset;
    });
    this.#clockCheck = { promise, at, offset };
    return promise;
  }

  /** Corrects the clock, if it is the reason why the credentials seem to have expired. */
  async #correctClock(credentials: ResolvedCredentials): Promise<void> {
    await this.#checkClock(credentials);
    const expiry = credentials.expiration?.getTime() ?? 0;
    if (this.#remaining(credentials) < -LONG_EXPIRED && expiry > this.#clock.local()) {
      this.#clock.distrust();
    }
  }

  #remaining(credentials: ResolvedCredentials): number {
    return (credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - this.#clock.now();
  }

  /** Returns the lifetime that the current credentials had when they came: the next ones should have the same. */
  #lifetime(): number {
    const expiration = this.#current?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    return expiration - (this.#receivedAt + this.#clock.offset);
  }

  #usable(): ResolvedCredentials | undefined {
    return this.#current !== undefined && this.#remaining(this.#current) > 0
      ? this.#current
      : undefined;
  }

  #timeSinceReplacement(): number {
    const age = this.#clock.local() - this.#replacedAt;
    // A device's clock that was set back must not prevent replacements for as long.
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  }

  #mayReplace(): boolean {
    return this.#mayRefresh() && this.#timeSinceReplacement() >= this.#replacementInterval;
  }

  #markReplaced(): void {
    const age = this.#timeSinceReplacement();
    // Several callers that waited for the same refresh count once.
    if (age < this.#replacementInterval) return;
    this.#replacementInterval =
      age < 2 * this.#replacementInterval
        ? Math.min(MAX_REPLACEMENT_INTERVAL, 2 * this.#replacementInterval)
        : MIN_REPLACEMENT_INTERVAL;
    this.#replacedAt = this.#clock.local();
  }

  #mayRefresh(): boolean {
    const remaining = this.#retryAt - this.#clock.local();
    // A longer rest than the longest back-off means that the device's clock was set back.
    return remaining <= 0 || remaining > REFRESH_BACK_OFF.maxDelay;
  }

  async #refreshed(
    forceRefresh: boolean,
    signal: AbortSignal | undefined,
  ): Promise<ResolvedCredentials> {
    this.#refresh ??= this.#startRefresh(forceRefresh);
    const refresh = this.#refresh;
    // A refresh that began in the background has a caller now.
    setKeepsProcess(refresh.timer, true);
    refresh.waiting += 1;
    try {
      return await abortable(refresh.promise, signal);
    } finally {
      refresh.waiting -= 1;
      // Once nobody waits, a provider that hangs must not block the next caller.
      if (refresh.waiting === 0 && this.#refresh === refresh) {
        this.#refresh = undefined;
        // The caller's reason is not passed on: it can be a pause, which does not concern the provider.
        refresh.controller.abort();
      }
    }
  }

  #startRefresh(forceRefresh: boolean): Refresh {
    const controller = new AbortController();
    const { signal } = controller;
    const timedOut = () =>
      credentialsError(PROVIDER_TIMED_OUT, { parameters: [PROVIDER_TIMEOUT / 1_000] });
    const timer = this.#timers.setTimeout(() => controller.abort(timedOut()), PROVIDER_TIMEOUT);
    const call = Promise.resolve(forceRefresh).then((force) => this.#callProvider(force, signal));
    const promise = abortable(call, signal)
      .finally(() => this.#timers.clearTimeout(timer))
      .then(
        (credentials) => {
          if (this.#refresh === refresh) this.#keep(credentials);
          return credentials;
        },
        (error: unknown) => {
          if (this.#refresh === refresh) this.#backOff(error);
          throw error;
        },
      );
    const refresh: Refresh = { controller, promise, timer, waiting: 0 };
    // A background refresh has no caller to handle its rejection; those that wait use the promise itself.
    promise.catch(() => {});
    return refresh;
  }

  async #callProvider(forceRefresh: boolean, signal: AbortSignal): Promise<ResolvedCredentials> {
    const call: ProviderCall = {
      // A provider with a cache of its own must not return the credentials that are to be replaced.
      forceRefresh: forceRefresh || this.#current !== undefined,
      signal,
      clock: this.#clock,
    };
    try {
      const credentials = resolveCredentials(await this.#provider?.(call));
      if (this.#remaining(credentials) <= 0) await this.#correctClock(credentials);
      if (this.#remaining(credentials) <= 0) throw credentialsError(PROVIDER_CREDENTIALS_EXPIRED);
      return credentials;
    } catch (error) {
      if (isSignpostError(error) || signal.aborted) throw error;
      throw credentialsError(PROVIDER_FAILED, { cause: error });
    }
  }

  #keep(credentials: ResolvedCredentials): void {
    this.#refresh = undefined;
    this.#failures = 0;
    this.#failure = undefined;
    this.#retryAt = Number.NEGATIVE_INFINITY;
    this.#current = credentials;
    this.#receivedAt = this.#clock.local();
  }

  #backOff(failure: unknown): void {
    this.#refresh = undefined;
    this.#failure = failure;
    this.#failures += 1;
    // Between half of the longest delay and all of it, so that a burst of calls does not become a burst of requests.
    const delay = backOff(REFRESH_BACK_OFF, this.#failures, (1 + this.#random()) / 2);
    this.#retryAt = this.#clock.local() + delay;
  }
}
