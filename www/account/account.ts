import { type Credentials, S3, type SignerOptions } from "s3-signpost";

/** The settings of the account as they were entered, for the fields of the form. */
export interface AccountSettings {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** A date with a time, or empty. */
  expiration: string;
  bucket: string;
  region: string;
  /** Empty for AWS. */
  endpoint: string;
  addressing: "auto" | "virtual" | "path";
  protocol: "default" | "https" | "http";
  signature: "v4" | "v2";
  dualstack: boolean;
  accelerate: boolean;
  fips: boolean;
  /** Milliseconds to add to this device's clock. */
  clockOffset: number;
}

const NO_CREDENTIALS = {
  accessKeyId: "",
  secretAccessKey: "",
  sessionToken: "",
  expiration: "",
};

/** Suggests the key of an object that exists in the bucket, for views whose key is empty. */
export class SuggestKeyEvent extends Event {
  readonly key: string;

  constructor(key: string) {
    super("suggestkey");
    this.key = key;
  }
}

/**
 * The credentials and the location that every view signs with, in memory only. Fires `change` after each change of a
 * setting, and `suggestkey`. The values are as they were entered: `Presigner` and `S3` validate them.
 */
export class Account extends EventTarget {
  #settings: AccountSettings = {
    ...NO_CREDENTIALS,
    bucket: "",
    region: "us-east-1",
    endpoint: "",
    addressing: "auto",
    protocol: "default",
    signature: "v4",
    dualstack: false,
    accelerate: false,
    fips: false,
    clockOffset: 0,
  };

  get settings(): Readonly<AccountSettings> {
    return this.#settings;
  }

  /** The entered credentials, without white space around them. */
  get credentials(): Credentials {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = this.#settings;
    const token = sessionToken.trim();
    const expires = expiration.trim();
    return {
      accessKeyId: accessKeyId.trim(),
      secretAccessKey: secretAccessKey.trim(),
      ...(token && { sessionToken: token }),
      ...(expires && { expiration: expires }),
    };
  }

  /** The entered location. Settings that the package has defaults for are left out. */
  get location(): SignerOptions & { bucket: string } {
    const { region, bucket, addressing, protocol, signature, ...rest } = this.#settings;
    const endpoint = rest.endpoint.trim();
    return {
      region: region.trim(),
      bucket: bucket.trim(),
      ...(endpoint && { endpoint }),
      ...(addressing !== "auto" && { addressing }),
      ...(protocol !== "default" && { protocol }),
      ...(signature !== "v4" && { signature }),
      ...(rest.dualstack && { dualstack: true }),
      ...(rest.accelerate && { accelerate: true }),
      ...(rest.fips && { fips: true }),
    };
  }

  /** Whether there are credentials and a bucket. They may be wrong. */
  get isComplete(): boolean {
    const { accessKeyId, secretAccessKey, bucket } = this.#settings;
    return Boolean(accessKeyId.trim() && secretAccessKey.trim() && bucket.trim());
  }

  /** Changes settings. */
  update(change: Partial<AccountSettings>): void {
    const settings = { ...this.#settings, ...change };
    const names = Object.keys(settings) as (keyof AccountSettings)[];
    if (names.every((name) => settings[name] === this.#settings[name])) return;
    this.#settings = settings;
    this.dispatchEvent(new Event("change"));
  }

  /** Replaces the credentials. A new access key ID removes the session token and the expiration of the old one. */
  replaceCredentials(change: Partial<typeof NO_CREDENTIALS>): void {
    const isNewKey = change.accessKeyId !== undefined;
    this.update({ ...(isNewKey && { sessionToken: "", expiration: "" }), ...change });
  }

  /** Fires `suggestkey`. */
  suggestKey(key: string): void {
    this.dispatchEvent(new SuggestKeyEvent(key));
  }

  /** Removes the credentials. */
  clearCredentials(): void {
    this.update(NO_CREDENTIALS);
  }

  /**
   * Creates a client with these credentials and this location.
   *
   * @throws {SignpostError} if a setting is invalid
   */
  createS3(): S3 {
    const s3 = new S3({ ...this.location, credentials: this.credentials });
    s3.clockOffset = this.#settings.clockOffset;
    return s3;
  }
}

/** The account of the page. */
export const account = new Account();
