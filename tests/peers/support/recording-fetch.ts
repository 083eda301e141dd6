/** A `fetch` that records its requests and can make some of them fail. */
export class RecordingFetch {
  readonly #requests: { method: string; headers: Headers; response: Promise<Response> }[] = [];
  readonly #beforeSend: (method: string, index: number) => void;

  /**
   * @param beforeSend throws to make a request fail; `index` counts the requests of one method from 0
   */
  constructor(beforeSend: (method: string, index: number) => void = () => {}) {
    this.#beforeSend = beforeSend;
  }

  fetch: typeof fetch = (url, init = {}) => {
    const { method = "GET" } = init;
    const index = this.count(method);
    const response = (async () => {
      this.#beforeSend(method, index);
      return fetch(url, init);
    })();
    this.#requests.push({ method, headers: new Headers(init.headers), response });
    return response;
  };

  /** Returns the number of requests of a method. */
  count(method: string): number {
    return this.#requests.filter((request) => request.method === method).length;
  }

  /** Returns one header of each request, or null if the request does not have it. */
  headerValues(name: string): (string | null)[] {
    return this.#requests.map(({ headers }) => headers.get(name));
  }

  clear(): void {
    this.#requests.length = 0;
  }

  /** Returns the response to the first request of a method, and waits for that request if necessary. */
  async firstResponse(method: string): Promise<Response> {
    for (;;) {
      const found = this.#requests.find((request) => request.method === method);
      if (found) return found.response;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
