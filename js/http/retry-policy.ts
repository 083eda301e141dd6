import type { Options } from "../options.ts";
import type { RetryOptions } from "../types.ts";

/** The options of retries with a value for each. */
export type RetryPolicy = Readonly<Required<RetryOptions>>;

/** Default policy for requests to S3. */
const DEFAULTS: RetryPolicy = {
  attempts: 5,
  baseDelay: 300,
  maxDelay: 20_000,
  stallTimeout: 30_000,
};

/** Longest delay of a timer in milliseconds; with a longer one it would fire at once. */
const MAX_TIMER_DELAY = 0x7fff_ffff;

/**
 * Reads the option `retry` of a client.
 *
 * @throws {PresignError} `InvalidOption`
 */
export function readRetryPolicy(options: Options | undefined): RetryPolicy {
  return {
    attempts: options?.whole("attempts", 1) ?? DEFAULTS.attempts,
    baseDelay: options?.whole("baseDelay", 0, MAX_TIMER_DELAY) ?? DEFAULTS.baseDelay,
    maxDelay: options?.whole("maxDelay", 0, MAX_TIMER_DELAY) ?? DEFAULTS.maxDelay,
    stallTimeout: options?.whole("stallTimeout", 1, MAX_TIMER_DELAY) ?? DEFAULTS.stallTimeout,
  };
}

/** Completes the options with the defaults for requests to S3. */
export function retryPolicy(options: RetryOptions = {}): RetryPolicy {
  return { ...DEFAULTS, ...options };
}

/**
 * Returns the back-off after so many failed attempts, in milliseconds: with full jitter, between 0 and `baseDelay`
 * doubled for each failure after the first, at most `maxDelay`.
 *
 * @param random from 0 to 1
 */
export function backOff(
  { baseDelay, maxDelay }: Pick<RetryPolicy, "baseDelay" | "maxDelay">,
  failures: number,
  random: number,
): number {
  return random * Math.min(maxDelay, baseDelay * 2 ** (failures - 1));
}
