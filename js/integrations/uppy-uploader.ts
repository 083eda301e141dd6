import { SignpostError } from "../errors.ts";
import { fill, type Message } from "../messages/message.ts";
import { NOT_WHOLE } from "../messages/options.ts";
import { FILE_NOT_RESTORED, REMOTE_FILE } from "../messages/uppy.ts";
import { optionError } from "../option-error.ts";
import type { S3 } from "../s3.ts";
import type { Progress, UploadOptions, UploadResult } from "../types.ts";
import { checkClient, readEntryOptions } from "./uppy-options.ts";
import { keyOf, type UppyFileInfo, withDetails } from "./uppy-types.ts";

/** Options of each upload, without those that the plugin sets. */
export type S3UploadDefaults = Omit<UploadOptions, "key" | "signal" | "onProgress" | "onPart">;

/** Options of `S3Uploader`. */
export interface S3UploaderOptions {
  /** The client that uploads. */
  s3: Pick<S3, "upload">;
  /**
   * Id of the plugin in Uppy.
   * @default "S3Uploader"
   */
  id?: string;
  /**
   * Returns the key of a file. A file keeps its key when it is retried, and when Golden Retriever restores it.
   * @default a random prefix and the file's name, so that no object is replaced
   */
  key?(file: UppyFileInfo): string | Promise<string>;
  /**
   * Number of files uploaded at a time; a paused one does not count.
   * @default 3
   */
  limit?: number;
  /**
   * Options of each upload, or a function that returns those of one file: `metadata`, `headers`, `tags`, `resumable`,
   * `partSize`, … Without `contentType`, the type is the file's in Uppy.
   * @default none
   */
  upload?:
    | S3UploadDefaults
    | ((file: UppyFileInfo) => S3UploadDefaults | Promise<S3UploadDefaults>);
}

const OPTIONS = {
  s3: "object",
  id: "string",
  key: "function",
  limit: "number",
  upload: "object or function",
};

/** An Uppy file, as far as the plugin reads it. */
interface UppyFile extends UppyFileInfo {
  readonly data?: unknown;
  readonly error?: string | null;
  readonly isRemote?: boolean;
  readonly isPaused?: boolean;
  readonly isRestored?: boolean;
  readonly progress: { uploadStarted?: number | null; uploadComplete?: boolean };
  /** State of this plugin, which Golden Retriever stores with the file. */
  readonly s3Signpost?: { key: string };
}

interface UppyState {
  files: Record<string, UppyFile>;
  capabilities: object;
}

/** The members of Uppy that the plugin uses. */
interface Uppy {
  getState(): UppyState;
  setState(patch: object): void;
  setFileState(id: string, patch: object): void;
  getFilesByIds(ids: string[]): UppyFile[];
  on(event: string, listener: (...values: never[]) => void): void;
  off(event: string, listener: (...values: never[]) => void): void;
  emit(event: string, ...values: unknown[]): void;
  addUploader(uploader: (ids: string[]) => Promise<void>): void;
  removeUploader(uploader: (ids: string[]) => Promise<void>): void;
}

/** A file whose upload has not ended: waiting for its turn, running, or paused. */
interface Job {
  readonly id: string;
  readonly ended: Promise<void>;
  readonly end: () => void;
  isStarted: boolean;
  /** Present once the key is known. */
  transfer?: ReturnType<S3["upload"]>;
}

/**
 * An uploader plugin of Uppy 6, in place of `AwsS3`: parallel parts, checksums, metadata, `resumable` uploads, and a fresh
 * signature for each attempt. Files of Companion's remote providers fail with `FileRejected`.
 *
 * `upload-error` has the error of this package, with its hint as `details`. The body of `upload-success` is the
 * `UploadResult`; its URL is the object's address without a signature. `s3-multipart:part-uploaded` is emitted after each
 * part, as by `AwsS3`.
 *
 * @example
 * uppy.use(S3Uploader, { s3, upload: { resumable: true } });
 */
export class S3Uploader {
  /** Id of the plugin in Uppy. */
  readonly id: string;
  /** Type of the plugin in Uppy. */
  readonly type = "uploader";
  // biome-ignore-start lint/suspicious/noExplicitAny: Uppy's own types have private members, which no other type fits.
  /** The Uppy of the plugin. */
  readonly uppy: any;
  /** The options of the plugin, with those that `setOptions` has changed. */
  opts: S3UploaderOptions;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly defaultLocale: any;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly i18n: any;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly i18nArray: any;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly VERSION: any;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly addTarget: any;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly getPluginState: any;
  /** Never set: a member of Uppy's BasePlugin that only plugins with a user interface have. */
  declare readonly setPluginState: any;
  // biome-ignore-end lint/suspicious/noExplicitAny: as above.
  #settings: Settings;
  /** By the id of the file. */
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Set<Job>();
  /** In the order in which they will run. */
  #waiting = new Set<Job>();

  /** Throws `InvalidOption` if an option is wrong. The options of `upload` are validated by each upload. */
  // biome-ignore lint/suspicious/noExplicitAny: as for the property.
  constructor(uppy: any, options: S3UploaderOptions) {
    this.#settings = readSettings(options);
    this.uppy = uppy;
    this.opts = options;
    this.id = this.#settings.id;
  }

  get #uppy(): Uppy {
    return this.uppy;
  }

  /** Registers the uploader. Uppy calls it in `use`. */
  install(): void {
    this.#setPausable(true);
    this.#uppy.addUploader(this.#upload);
    for (const [event, listener] of this.#listeners) this.#uppy.on(event, listener);
  }

  /** Aborts the uploads that have not ended. */
  uninstall(): void {
    this.#setPausable(false);
    this.#uppy.removeUploader(this.#upload);
    for (const [event, listener] of this.#listeners) this.#uppy.off(event, listener);
    for (const job of this.#jobs.values()) this.#cancel(job);
  }

  /** Changes options of the uploads that start from now on. Other options, such as Uppy's `locale`, have no effect. */
  setOptions(options: Partial<S3UploaderOptions>): void {
    const known = Object.entries(options).filter(([name]) => Object.hasOwn(OPTIONS, name));
    const merged = { ...this.opts, ...Object.fromEntries(known) };
    this.#settings = readSettings(merged);
    this.opts = merged;
    this.#work();
  }

  /** Cancels the uploads of files that Uppy no longer has. Uppy calls it after each change of its state. */
  update({ files = this.#uppy.getState().files }: { files?: Record<string, object> }): void {
    for (const job of this.#jobs.values()) if (!files[job.id]) this.#cancel(job);
  }

  /** Does nothing. Uppy calls it after each change of its state. */
  afterUpdate(): void {}

  /** Does nothing: the plugin has no texts. */
  i18nInit(): void {}

  /** Uppy's events. No listener belongs to one file, so that none can outlive its upload. */
  readonly #listeners: [string, (...values: never[]) => void][] = [
    [
      "upload-pause",
      (file: UppyFile | undefined, isPaused: boolean) => {
        const job = file && this.#jobs.get(file.id);
        if (job) isPaused ? this.#pause(job) : this.#resume([job]);
      },
    ],
    [
      "pause-all",
      () => {
        for (const job of this.#jobs.values()) this.#pause(job);
      },
    ],
    ["resume-all", () => this.#resume([...this.#jobs.values()])],
  ];

  /** Lets Dashboard show the buttons to pause and resume. */
  #setPausable(resumableUploads: boolean): void {
    const { capabilities } = this.#uppy.getState();
    this.#uppy.setState({ capabilities: { ...capabilities, resumableUploads } });
  }

  #file(job: Job): UppyFile | undefined {
    return this.#uppy.getState().files[job.id];
  }

  /** Returns the file of a job that has not ended. A file that was removed can have been added again. */
  #fileOf(job: Job): UppyFile | undefined {
    return this.#jobs.get(job.id) === job ? this.#file(job) : undefined;
  }

  /** Uppy's uploader: resolves when all files have ended, and never rejects. */
  readonly #upload = async (ids: string[]): Promise<void> => {
    const files = this.#uppy
      .getFilesByIds(ids)
      .filter(({ error, progress }) => !error && !progress.uploadComplete);
    // A file that Golden Retriever restored keeps its progress.
    const fresh = files.filter(
      ({ progress, isRestored }) => !progress.uploadStarted || !isRestored,
    );
    this.#uppy.emit("upload-start", fresh);
    const ended = files.map((file) => (this.#jobs.get(file.id) ?? this.#add(file)).ended);
    this.#work();
    await Promise.all(ended);
  };

  #add({ id, isPaused }: UppyFile): Job {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const job: Job = { id, ended, end, isStarted: false };
    this.#jobs.set(id, job);
    if (!isPaused) this.#waiting.add(job);
    return job;
  }

  /** Starts or resumes as many uploads as may run: in a microtask, since Uppy may be in the middle of a change. */
  #work(): void {
    queueMicrotask(() => {
      for (const job of this.#waiting) {
        if (this.#running.size >= this.#settings.limit) return;
        this.#waiting.delete(job);
        this.#running.add(job);
        if (job.isStarted) job.transfer?.resume();
        else this.#start(job);
      }
    });
  }

  async #start(job: Job): Promise<void> {
    job.isStarted = true;
    const report = await this.#send(job).then(
      (result) => result && (() => this.#succeed(job, result)),
      (error) => () => this.#uppy.emit("upload-error", this.#file(job), withDetails(error)),
    );
    try {
      if (this.#end(job)) report?.();
    } finally {
      job.end();
    }
  }

  /** Uploads a file; undefined if it was removed before its upload started. */
  async #send(job: Job): Promise<UploadResult | undefined> {
    const { s3, key, upload } = this.#settings;
    const file = this.#file(job);
    if (!file) return undefined;
    const { data, isRemote, type, s3Signpost } = file;
    if (isRemote) throw fileError(REMOTE_FILE);
    if (!(data instanceof Blob)) throw fileError(FILE_NOT_RESTORED);
    const found = s3Signpost?.key ?? (await keyOf(file, key));
    const options = await upload(file);
    if (this.#jobs.get(job.id) !== job) return undefined;
    this.#uppy.setFileState(job.id, { s3Signpost: { key: found } });
    job.transfer = s3.upload(data, {
      ...(type ? { contentType: type } : {}),
      ...options,
      key: found,
      onProgress: (progress) => this.#report(job, progress),
      onPart: ({ number: PartNumber, etag: ETag }) => {
        const file = this.#fileOf(job);
        if (file) this.#uppy.emit("s3-multipart:part-uploaded", file, { PartNumber, ETag });
      },
    });
    if (!this.#running.has(job)) job.transfer.pause();
    return job.transfer;
  }

  #report(job: Job, { loaded, total = 0 }: Progress): void {
    const file = this.#fileOf(job);
    if (!file) return;
    this.#uppy.emit("upload-progress", file, {
      uploadStarted: file.progress.uploadStarted ?? Date.now(),
      // Uppy ignores all progress after 100 %, so that it would not show bytes that are sent again.
      bytesUploaded: Math.min(loaded, Math.floor(total * 0.994)),
      bytesTotal: total,
    });
  }

  #succeed(job: Job, result: UploadResult): void {
    const { location: uploadURL } = result;
    const body = { ...result };
    this.#uppy.emit("upload-success", this.#file(job), { status: 200, body, uploadURL });
  }

  #pause(job: Job): void {
    const { transfer } = job;
    transfer?.pause();
    // The service has confirmed an upload that cannot be paused: it ends in a moment.
    if (transfer && transfer.state !== "paused") return;
    this.#waiting.delete(job);
    if (this.#running.delete(job)) this.#work();
  }

  /** Lets these continue before others start. */
  #resume(jobs: Job[]): void {
    const resumed = jobs.filter((job) => !this.#running.has(job));
    this.#waiting = new Set([...resumed, ...this.#waiting]);
    this.#work();
  }

  #cancel(job: Job): void {
    if (!this.#end(job)) return;
    job.transfer?.abort();
    job.end();
  }

  /** Removes a job. Returns whether it was still there. */
  #end(job: Job): boolean {
    if (this.#jobs.get(job.id) !== job) return false;
    this.#jobs.delete(job.id);
    this.#waiting.delete(job);
    this.#running.delete(job);
    this.#work();
    return true;
  }
}

interface Settings {
  s3: Pick<S3, "upload">;
  id: string;
  key: S3UploaderOptions["key"];
  limit: number;
  upload: (file: UppyFileInfo) => S3UploadDefaults | Promise<S3UploadDefaults>;
}

function readSettings(options: S3UploaderOptions): Settings {
  const { s3, id = "S3Uploader", key, limit = 3, upload } = readEntryOptions(options, OPTIONS);
  checkClient(s3, "upload");
  if (!(Number.isInteger(limit) && limit > 0)) {
    throw optionError(NOT_WHOLE, "limit", { least: 1, number: limit });
  }
  return {
    s3,
    id,
    key,
    limit,
    upload: typeof upload === "function" ? upload : () => ({ ...upload }),
  };
}

function fileError(message: Message): SignpostError {
  const [code, text, hint] = fill(message);
  return new SignpostError(code, text, { hint });
}
