import type { QueueEventMap } from "../queue/queue-event.ts";
import type { QueueItem } from "../queue/queue-item.ts";
import type {
  QueueUploadOptions,
  UploadLimits,
  UploadQueueOptions,
} from "../queue/queue-options.ts";
import type { UploadQueue } from "../queue/upload-queue.ts";
import type { S3 } from "../s3.ts";
import { Announcer } from "./announcer.ts";
import { countOf, sizeOf } from "./attributes.ts";
import { ClientUser } from "./client-user.ts";
import { fromCore } from "./core.ts";
import { type DropStrings, ENGLISH } from "./drop-strings.ts";
import { DROP_STYLE } from "./drop-style.ts";
import { watchDropZone } from "./drop-zone.ts";
import { appendPart, emit, styleSheet, whenParsed } from "./element-base.ts";
import { FileRow, type Row, type RowStyle, setText } from "./file-row.ts";
import { Format } from "./format.ts";
import { KeyMaker } from "./keys.ts";

/** Events of the queue that the element dispatches with the prefix `s3-`. */
const EVENTS = [
  "add",
  "reject",
  "start",
  "pause",
  "resume",
  "retry",
  "progress",
  "done",
  "error",
  "remove",
] as const satisfies (keyof QueueEventMap)[];

/** Boolean attributes. */
const FLAGS = [
  "delete-on-remove",
  "disabled",
  "manual",
  "no-drop",
  "no-overwrite",
  "no-paste",
  "pausable",
  "resumable",
];

/** An uploaded file as the browser stores it with the state of the form. */
interface StoredFile {
  path: string;
  key: string;
  file: { size: number };
  value: string;
}

let sheet: CSSStyleSheet | undefined;
let lastRestored = 0;

/**
 * `<s3-drop name="docs"><input type="file" multiple accept=".pdf"></s3-drop>`: uploads files to a bucket, and is a
 * control of the form around it, whose value is the keys of the files.
 *
 * It takes the place of the native input in it, which works without the element too: its `accept`, `multiple`, `required`,
 * `webkitdirectory`, `disabled` and its label count. Files are uploaded when they are chosen, dropped or pasted. The form cannot be submitted before all are uploaded, and has one entry for each file.
 *
 * An element that leaves the page pauses its uploads, and continues them if it is inserted again.
 *
 * @tag s3-drop
 * @slot - The native `<input type="file">`; without one, the element makes one
 * @fires {CustomEvent<S3ItemDetail>} s3-add - A file is in the list
 * @fires {CustomEvent<S3RejectDetail>} s3-reject - A file breaks a rule
 * @fires {CustomEvent<S3ItemDetail>} s3-start - An upload started, or continues after a pause
 * @fires {CustomEvent<S3ItemDetail>} s3-pause - An upload is paused
 * @fires {CustomEvent<S3ItemDetail>} s3-resume - A paused file waits again
 * @fires {CustomEvent<S3ItemDetail>} s3-retry - A failed or rejected file waits again
 * @fires {CustomEvent<S3ItemDetail>} s3-progress - Bytes were sent, or the upload waits; at most 20 times a second for a file
 * @fires {CustomEvent<S3ItemDetail>} s3-done - A file is stored; `detail.item.result` is the result
 * @fires {CustomEvent<S3ErrorDetail>} s3-error - An upload failed; without `detail.item`, an attribute is wrong
 * @fires {CustomEvent<S3ItemDetail>} s3-remove - A file is no longer in the list
 * @fires {Event} input - The value has changed
 * @fires {Event} change - The value has changed
 * @csspart zone - The area that takes dropped files
 * @csspart button - The button, which fills the zone
 * @csspart status - The text with the state of the whole
 * @csspart choose - The words of the button
 * @csspart hint - The text beside them
 * @csspart error - The text of an error that is not about a file
 * @csspart list - The list of files
 * @csspart item - A file in the list
 * @csspart text - Its name and size
 * @csspart name - Its name
 * @csspart meta - Its size, speed and time left
 * @csspart buttons - Its buttons
 * @csspart pause - The button that pauses its upload
 * @csspart resume - The button that resumes its upload
 * @csspart retry - The button that uploads it again
 * @csspart remove - The button that removes it
 * @csspart bar - Its progress
 * @csspart message - The reason why it is not uploaded
 * @csspart start - The button that starts the uploads, with `manual`
 * @cssstate empty - No file is in the list
 * @cssstate dragging - Files are dragged over the element
 * @cssstate uploading - Files are uploaded
 * @cssstate paused - Uploads are paused, and no other is in progress
 * @cssstate failed - A file has failed or was rejected
 * @cssstate done - All files are uploaded
 * @cssprop [--s3-accent=light-dark(#1d6b4c, #6cc9a0)] - Colour of the progress, of the focus, and of the zone under dragged files
 * @cssprop [--s3-danger=light-dark(#b3261e, #ff9a90)] - Colour of errors
 * @cssprop [--s3-line=color-mix(in srgb, currentColor 55%, transparent)] - Colour of borders
 * @cssprop [--s3-radius=0.5rem] - Radius of corners
 */
export class S3DropElement extends ClientUser {
  /** The element is a control of its form. */
  static readonly formAssociated = true;
  /** @internal */
  static readonly flags = FLAGS;
  /** @internal */
  static readonly fields = ["key", "upload", "validate"];
  /** Names of the attributes. */
  static readonly observedAttributes = [
    ...FLAGS,
    "checksum",
    "concurrency",
    "max-files",
    "max-size",
    "max-total",
    "min-size",
    "name",
    "prefix",
    "value-type",
    "via",
  ];

  /** Whether a stored object is deleted when its file is removed from the list. */
  declare deleteOnRemove: boolean;
  /** Whether files cannot be added or removed. A disabled `<fieldset>` has the same effect. */
  declare disabled: boolean;
  /** Whether a button starts the uploads. */
  declare manual: boolean;
  /** Whether files cannot be dropped. */
  declare noDrop: boolean;
  /** Whether a key that is taken is an error, as the option `overwrite: false` of `upload`. */
  declare noOverwrite: boolean;
  /** Whether files cannot be pasted. */
  declare noPaste: boolean;
  /** Whether each running upload has a button to pause it. */
  declare pausable: boolean;
  /** Whether only missing parts are sent after a reload, as the option of `upload`. */
  declare resumable: boolean;
  /** Algorithm of the checksum that is sent with each file, as the option of `upload`. */
  declare checksum: QueueUploadOptions["checksum"] | null;
  /** Number of files uploaded at a time. Default 3. */
  declare concurrency: string | number | null;
  /** Maximum number of files. */
  declare maxFiles: string | number | null;
  /** Maximum size of a file: `20MB`, `1.5GiB` or bytes. KB is 1000 bytes, KiB is 1024. */
  declare maxSize: string | number | null;
  /** Maximum size of all files together. */
  declare maxTotal: string | number | null;
  /** Minimum size of a file. */
  declare minSize: string | number | null;
  /** Name of the form's entries. Default: the name of the native input. */
  declare name: string | null;
  /** Start of the keys, with the tokens `{uuid}`, `{date}`, `{identity}` and `{name}`. */
  declare prefix: string | null;
  /** Values of the form's entries: the key (default), the object's address, or both and more as JSON. */
  declare valueType: "key" | "url" | "json" | null;
  /** How files are sent, as the option of `upload`. */
  declare via: QueueUploadOptions["via"] | null;

  /** Returns the key of a file, as the option of `UploadQueue`; `prefix` then has no effect. */
  declare key?: UploadQueueOptions["key"];
  /** Returns a message to reject a file with, as the option of `UploadQueue`. */
  declare validate?: UploadQueueOptions["validate"];
  /** Further options of each upload, such as `metadata`, as the option of `UploadQueue`. */
  declare upload?: QueueUploadOptions | ((file: File, path: string) => QueueUploadOptions);

  readonly #internals = this.attachInternals();
  readonly #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  readonly #zone = appendPart(this.#root, "div", "zone");
  readonly #button = appendPart(this.#zone, "button", "button");
  readonly #status = appendPart(this.#button, "span", "status");
  readonly #choose = appendPart(this.#button, "span", "choose");
  readonly #hint = appendPart(this.#button, "span", "hint");
  readonly #error = appendPart(this.#root, "p", "error");
  readonly #list = appendPart(this.#root, "ul", "list");
  readonly #start = appendPart(this.#root, "button", "start");
  readonly #announcer = new Announcer(this, this.#root);
  readonly #rows = new Map<string, FileRow>();
  readonly #keys = new KeyMaker();
  readonly #inputObserver = new MutationObserver(() => this.#updateAll());
  #input: HTMLInputElement | undefined;
  #queue: UploadQueue | undefined;
  #restored = new Map<string, StoredFile>();
  #strings = ENGLISH;
  #customError = "";
  #value: readonly string[] = [];
  #isFormDisabled = false;
  #listeners: AbortController | undefined;
  /** Files that were added since the last announcement. */
  #added = 0;
  /** Settles when the objects of removed files are deleted. */
  #deleted: Promise<unknown> = Promise.resolve();
  /** Continues the uploads that stopped when the element left the page. */
  #continue: (() => void) | undefined;

  constructor() {
    super();
    sheet ??= styleSheet(DROP_STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#error.hidden = true;
    // Words of the button's text, which its name contains.
    this.#choose.before(" ");
    this.#hint.before(" ");
    // Safari takes the role from a list without markers.
    this.#list.role = "list";
    this.#button.addEventListener("click", () => this.#input?.click());
    this.#button.addEventListener("focus", () => this.#setName());
    this.#start.addEventListener("click", () => this.start());
    this.addEventListener("click", (event) => {
      // A label around the element.
      if (event.composedPath()[0] === this && !this.#isDisabled) this.#input?.click();
    });
    this.addEventListener("paste", (event) => {
      const files = event.clipboardData;
      if (!files?.types.includes("Files") || this.noPaste) return;
      event.preventDefault();
      this.#addSafely(files);
    });
  }

  /** The files in the list, apart from those that the browser restored with the form. */
  get items(): readonly QueueItem[] {
    return this.#queue?.items ?? [];
  }

  /** The entries of the form: the keys of all files, once all are uploaded; empty before. */
  get value(): readonly string[] {
    return this.#value;
  }

  /** The words of the element; those that are not set are English. */
  get strings(): Partial<DropStrings> {
    return this.#strings;
  }

  set strings(strings: Partial<DropStrings>) {
    this.#strings = { ...ENGLISH, ...strings };
    this.#updateAll();
  }

  /** The form that the element belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** As of other form controls. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** Why the control is invalid; empty if it is valid. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** Whether the control is valid. Dispatches `invalid` if it is not. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** As `checkValidity`; the browser also shows the message. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** Makes the control invalid until it is called with an empty message. */
  setCustomValidity(message: string): void {
    this.#customError = message;
    this.#update();
  }

  /**
   * Adds files as `UploadQueue.add` does. Without `multiple`, they replace the present one.
   *
   * @throws {PresignError} `InvalidOption` if the argument is something else than files, or if an attribute is wrong
   */
  add(files: Iterable<File> | FileList | DataTransfer): QueueItem[] {
    if (!this.#isMultiple) this.clear();
    // The user has seen the files that were rejected before.
    for (const { id, state } of this.items) if (state === "rejected") this.#remove(id);
    if (this.items.length === 0) this.#queue = this.#createQueue();
    return (this.#queue as UploadQueue).add(files);
  }

  /** Starts the uploads, or that of one item. */
  start(id?: string): void {
    this.#queue?.start(id);
    this.#update();
  }

  /** Pauses the uploads, or that of one item. */
  pause(id?: string): void {
    this.#queue?.pause(id);
  }

  /** The same as `start`. */
  resume(id?: string): void {
    this.start(id);
  }

  /** Uploads failed files again, or one. */
  retry(id?: string): void {
    this.#queue?.retry(id);
  }

  /**
   * Removes a file from the list and aborts its upload. A stored object is deleted with `deleteOnRemove`, otherwise it
   * stays. `remove()` removes the element from the page, as that of any element.
   */
  removeFile(id: string): void {
    if (this.deleteOnRemove) this.#delete(id);
    this.#remove(id);
  }

  /** Removes all files from the list. Stored objects are never deleted. */
  clear(): void {
    for (const id of this.#restored.keys()) this.#remove(id);
    this.#queue?.clear();
  }

  #remove(id: string): void {
    if (this.#restored.delete(id)) {
      this.#removeRow(id);
      this.#update()();
    } else this.#queue?.remove(id);
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    this.#listeners = new AbortController();
    const callbacks = {
      isOpen: () => !this.#isDisabled && !this.noDrop,
      onDrag: (isInside: boolean) => {
        this.#zone.classList.toggle("dragging", isInside);
        this.#setState("dragging", isInside);
        const { entered, left } = this.#strings;
        this.#announcer.announce(isInside ? entered : left, "high");
      },
      onDrop: (files: DataTransfer) => this.#addSafely(files),
    };
    watchDropZone(this, callbacks, this.#listeners.signal);
    whenParsed(() => this.#adopt());
    this.#continue?.();
    this.#continue = undefined;
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listeners?.abort();
    // An element that is moved is connected again in the same task.
    setTimeout(() => {
      if (!this.isConnected && !this.#continue) this.#suspend();
    });
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.#updateAll();
  }

  /** @internal */
  formDisabledCallback(isDisabled: boolean): void {
    this.#isFormDisabled = isDisabled;
    this.#updateAll();
  }

  /** @internal */
  formResetCallback(): void {
    this.#setError();
    this.clear();
  }

  /** @internal */
  formStateRestoreCallback(state: string | File | FormData | null): void {
    if (typeof state !== "string") return;
    for (const file of JSON.parse(state) as StoredFile[]) {
      this.#restored.set(`restored-${++lastRestored}`, file);
    }
    this.#updateAll();
  }

  /** A client is looked up when an upload starts. @internal */
  protected override clientChanged(): void {}

  get #isDisabled(): boolean {
    return this.#isFormDisabled || Boolean(this.#input?.disabled);
  }

  get #isMultiple(): boolean {
    return Boolean(this.#input?.multiple || this.#input?.webkitdirectory);
  }

  /** Takes the place of the native input, which stays in the page for its label. */
  #adopt(): void {
    const selector = 'input[type="file"]';
    if (this.#input && this.contains(this.#input)) return;
    let input = this.querySelector<HTMLInputElement>(selector);
    if (!input) {
      input = document.createElement("input");
      input.type = "file";
      this.append(input);
    }
    this.#input = input;
    // Its own validation and entries would come on top: an empty `form` takes it out of every form.
    input.setAttribute("form", "");
    input.addEventListener("input", (event) => event.stopPropagation());
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      const files = [...(input.files as FileList)];
      // So that the same file can be chosen again.
      input.value = "";
      if (files.length > 0) this.#addSafely(files);
    });
    // A label opens the picker even if the element is disabled.
    input.addEventListener("click", (event) => {
      if (this.#isDisabled) event.preventDefault();
    });
    this.#inputObserver.disconnect();
    this.#inputObserver.observe(input, { attributes: true });
    this.#update();
  }

  #createQueue(): UploadQueue {
    const client = {
      upload: (...call) => this.requireClient().upload(...call),
    } as Pick<S3, "upload">;
    const hasKey = this.key || this.prefix !== null;
    const queue = new (fromCore("UploadQueue"))(client, {
      key: hasKey ? (file: File, path: string) => this.#keyOf(file, path) : undefined,
      concurrency: countOf(this, "concurrency"),
      autoStart: !this.manual,
      ...this.#limits(),
      validate: async (file: File, path: string) => {
        // A file can have the key of an object that is being deleted.
        await this.#deleted;
        return this.validate?.(file, path);
      },
      upload: (file: File, path: string) => this.#uploadOptions(file, path),
    } as UploadQueueOptions);
    for (const type of EVENTS) {
      queue.addEventListener(type, ({ item }) => this.#onQueueEvent(type, item));
    }
    queue.addEventListener("idle", () => this.#onIdle(queue));
    return queue;
  }

  #limits(): UploadLimits {
    const maxFiles = this.#isMultiple ? countOf(this, "max-files") : 1;
    return {
      maxFiles: maxFiles && Math.max(0, maxFiles - this.#restored.size),
      maxSize: sizeOf(this, "max-size"),
      minSize: sizeOf(this, "min-size"),
      maxTotal: sizeOf(this, "max-total"),
      accept: this.#input?.accept || undefined,
    } as UploadLimits;
  }

  async #keyOf(file: File, path: string): Promise<string> {
    if (this.key) return this.key(file, path);
    const prefix = this.prefix ?? "";
    return this.#keys.key(prefix, file, path, this.requireClient(), this.provider);
  }

  #uploadOptions(file: File, path: string): QueueUploadOptions {
    const own = typeof this.upload === "function" ? this.upload(file, path) : this.upload;
    const { via, checksum, resumable } = this;
    return { via, checksum, resumable, overwrite: !this.noOverwrite, ...own } as QueueUploadOptions;
  }

  #onQueueEvent(type: (typeof EVENTS)[number], item: QueueItem): void {
    const { id, path, error } = item;
    if (type === "remove") this.#removeRow(id);
    else this.#showRow(item);
    const isFailure = type === "error" || type === "reject";
    if (type === "add" && item.state !== "rejected") this.#announceAdded();
    if (isFailure && error) {
      this.#announcer.announce(`${path}: ${this.#strings.message(error)}`);
    }
    // A listener of `s3-done` can submit the form, and one of `change` follows it.
    const report = type === "progress" ? undefined : this.#update();
    emit(this, `s3-${type}`, isFailure ? { item, error } : { item });
    report?.();
  }

  #announceAdded(): void {
    this.#added += 1;
    if (this.#added > 1) return;
    queueMicrotask(() => {
      this.#announcer.announce(this.#strings.added(this.#added));
      this.#added = 0;
    });
  }

  #onIdle(queue: UploadQueue): void {
    const { length } = queue.items;
    const done = queue.items.filter(({ state }) => state === "done").length;
    if (done > 0) this.#announcer.announce(this.#strings.ended(done, length - done));
    // Further files wait for the button again.
    if (this.manual) queue.pause();
    this.#update();
  }

  #addSafely(files: Iterable<File> | DataTransfer): void {
    if (!this.#isDisabled) this.#attempt(() => this.add(files));
  }

  /** Displays and reports the error of a wrong attribute. */
  #attempt(action: () => void): void {
    try {
      this.#setError();
      action();
    } catch (error) {
      this.#report(error as Error);
    }
  }

  #report(error: Error): void {
    this.#setError(error);
    this.fail(error);
  }

  /** Displays an error that is not about a file, or none. */
  #setError(error?: Error): void {
    this.#error.hidden = !error;
    const { message, hint } = this.#strings;
    setText(this.#error, error ? `${message(error)}\n${hint(error)}` : "");
    if (error) this.#announcer.announce(message(error));
  }

  /** Deletes the object of a file, if it is stored. */
  #delete(id: string): void {
    const item = this.items.find((item) => item.id === id && item.state === "done");
    const file = this.#restored.get(id) ?? (item && this.#storedFile(item));
    if (!file) return;
    this.#deleted = this.#deleted
      .then(() => this.requireClient().delete(file.key))
      .catch((error) => this.#report(error));
  }

  #suspend(): void {
    const queue = this.#queue;
    if (!queue) return;
    const wasStarted = queue.started;
    const paused = queue.items.filter(({ state }) => state === "paused");
    queue.pause();
    this.#continue = () => {
      if (wasStarted) queue.start();
      for (const { id } of paused) queue.pause(id);
    };
  }

  #rowStyle(): RowStyle {
    return {
      strings: this.#strings,
      format: new Format(this.closest<HTMLElement>("[lang]")?.lang),
      isPausable: this.pausable,
      isDisabled: this.#isDisabled,
    };
  }

  #showRow(row: Row): void {
    let shown = this.#rows.get(row.id);
    if (!shown) {
      shown = new FileRow(row.id, {
        onAction: (id, action) => this[action](id),
        onRemove: (id) => {
          this.#announcer.announce(this.#strings.removed(row.path));
          this.removeFile(id);
        },
      });
      this.#rows.set(row.id, shown);
      this.#list.append(shown.element);
    }
    shown.update(row, this.#rowStyle());
  }

  /** Updates everything, after a change of the attributes, also for the files in the list. */
  #updateAll(): void {
    if (this.items.length > 0) this.#attempt(() => this.#queue?.setLimits(this.#limits()));
    for (const item of this.items) this.#showRow(item);
    for (const [id, file] of this.#restored) this.#showRow({ ...file, id, state: "done" });
    this.#update();
  }

  /** Removes a row, and moves the focus from its buttons to a neighbour. */
  #removeRow(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    const rows = [...this.#rows.values()];
    const index = rows.indexOf(row);
    const next = rows[index + 1] ?? rows[index - 1];
    const hadFocus = row.element.contains(this.#root.activeElement);
    this.#rows.delete(id);
    row.element.remove();
    if (hadFocus) (next?.remove ?? this.#button).focus();
  }

  /** Updates everything but the rows. Returns a function that dispatches `input` and `change` if the value has changed. */
  #update(): () => void {
    const items = this.items;
    const has = (...states: QueueItem["state"][]) =>
      items.some(({ state }) => states.includes(state));
    const files: StoredFile[] = [
      ...this.#restored.values(),
      ...items.filter(({ state }) => state === "done").map((item) => this.#storedFile(item)),
    ];
    const isPending = has("waiting", "running", "paused");
    const isFailed = has("failed", "rejected");
    const isComplete = !isPending && !isFailed;
    const value = isComplete ? files.map((file) => file.value) : [];
    const before = this.#value;
    this.#value = Object.freeze(value);
    this.#setFormValue(files);

    const valid = items.filter(({ state }) => state !== "rejected").length + this.#restored.size;
    this.#setValidity(isPending, isFailed, valid === 0);
    this.#setState("empty", items.length + this.#restored.size === 0);
    this.#setState("uploading", has("waiting", "running"));
    this.#setState("paused", has("paused") && !has("waiting", "running"));
    this.#setState("failed", isFailed);
    this.#setState("done", isComplete && files.length > 0);

    const { status, choose, drop, start } = this.#strings;
    setText(this.#status, status(valid, files.length));
    setText(this.#choose, choose(this.#isMultiple));
    setText(this.#hint, drop(this.#isMultiple));
    setText(this.#start, start);
    this.#hint.hidden = this.noDrop;
    this.#start.hidden = !has("waiting") || this.#queue?.started !== false;
    this.#button.disabled = this.#isDisabled;
    this.#list.hidden = this.#rows.size === 0;
    this.#setName();
    return () => {
      if (before.join("\n") === value.join("\n")) return;
      this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      this.dispatchEvent(new Event("change", { bubbles: true }));
    };
  }

  #storedFile({ path, file, key, result }: QueueItem): StoredFile {
    const { location = "", key: stored = key, etag } = result ?? {};
    const { name, size } = file;
    const values: Record<string, string> = {
      url: location,
      json: JSON.stringify({ key: stored, url: location, etag, name, size, type: file.type }),
    };
    return { path, key: stored, file: { size }, value: values[this.valueType ?? ""] ?? stored };
  }

  #setFormValue(files: StoredFile[]): void {
    const entries = new FormData();
    const name = this.name ?? this.#input?.name;
    if (name) for (const value of this.#value) entries.append(name, value);
    this.#internals.setFormValue(entries, JSON.stringify(files));
  }

  #setValidity(isPending: boolean, isFailed: boolean, isEmpty: boolean): void {
    const { uploading, unfinished, required } = this.#strings;
    const customError =
      this.#customError || (isPending ? uploading : "") || (isFailed ? unfinished : "");
    const valueMissing = isEmpty && Boolean(this.#input?.required);
    const message = customError || (valueMissing ? required : "");
    if (message) {
      const flags = customError ? { customError: true } : { valueMissing };
      this.#internals.setValidity(flags, message, this.#button);
    } else this.#internals.setValidity({});
  }

  /** Names the button by the label, the state and its own text, as GOV.UK's file upload does. */
  #setName(): void {
    const input = this.#input;
    const labels = [...(input?.labels ?? []), ...this.#internals.labels];
    const names = labels.map((label) => label.textContent?.replace(/\s+/g, " ").trim());
    const label = names.join(" ") || input?.ariaLabel || this.ariaLabel;
    const hint = this.#hint.hidden ? "" : ` ${this.#hint.textContent}`;
    const texts = [label, this.#status.textContent, `${this.#choose.textContent}${hint}`];
    this.#button.ariaLabel = texts.filter(Boolean).join(", ");
    const described = input as { ariaDescribedByElements?: unknown } | undefined;
    // Its elements are in the tree of the page, which the button may refer to, though not by their ids.
    Object.assign(this.#button, { ariaDescribedByElements: described?.ariaDescribedByElements });
  }

  #setState(state: string, isSet: boolean): void {
    const { states } = this.#internals;
    try {
      if (isSet) states.add(state);
      else states.delete(state);
    } catch {
      // Chrome before version 125 has another syntax.
    }
  }
}
