/** An XMLHttpRequest to which the test responds. */
export class FakeXhr {
  /** Whether the request needs a preflight for its upload listeners. */
  hasUploadListeners = false;
  readonly upload = new EventTarget();
  readonly #events = new EventTarget();
  method = "";
  url = "";
  readonly headers: Record<string, string> = {};
  body: unknown;
  responseType = "";
  status = 0;
  responseText = "";
  responseURL = "";
  aborted = false;
  #responseHeaders = "";

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  constructor() {
    const add = this.upload.addEventListener;
    this.upload.addEventListener = (...listener) => {
      this.hasUploadListeners = true;
      add.apply(this.upload, listener);
    };
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name.toLowerCase()] = value;
  }

  addEventListener(name: string, listener: () => void): void {
    this.#events.addEventListener(name, listener);
  }

  send(body: unknown): void {
    this.body = body;
  }

  abort(): void {
    this.aborted = true;
    this.#events.dispatchEvent(new Event("abort"));
  }

  getAllResponseHeaders(): string {
    return this.#responseHeaders;
  }

  /** Reports that `loaded` bytes of the body were sent. */
  sent(loaded: number, total: number): void {
    this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded, total }));
    if (loaded === total) this.upload.dispatchEvent(new Event("load"));
  }

  respond(status: number, headers: Record<string, string> = {}, text = ""): void {
    this.status = status;
    this.responseText = text;
    this.#responseHeaders = Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    this.#events.dispatchEvent(new Event("load"));
  }

  /** Fails as after a lost connection or a CORS error, which a page cannot distinguish. */
  fail(): void {
    this.#events.dispatchEvent(new Event("error"));
  }
}

/** Returns a class whose instances are added to `made`. */
export function fakeXhrClass(made: FakeXhr[]): new () => XMLHttpRequest {
  return class extends FakeXhr {
    constructor() {
      super();
      made.push(this);
    }
  } as unknown as new () => XMLHttpRequest;
}
