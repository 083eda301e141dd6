/** A client of the W3C's WebDriver protocol, for a browser that Playwright cannot start. */
export class WebDriver {
  readonly #server: string;

  /** @param server its address */
  constructor(server: string) {
    this.#server = server;
  }

  /** Waits until the server accepts sessions. */
  async ready(): Promise<void> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        await this.#send("GET", "/status");
        return;
      } catch (error) {
        if (attempts === 300) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Starts a browser, and returns the version that it reports. */
  async open(capabilities: object): Promise<Session> {
    const body = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId, capabilities: actual } = (await this.#send("POST", "/session", body)) as {
      sessionId: string;
      capabilities: { browserVersion: string };
    };
    const send = (method: string, path: string, content?: object) =>
      this.#send(method, `/session/${sessionId}${path}`, content);
    return { version: actual.browserVersion, send };
  }

  async #send(method: string, path: string, content?: object): Promise<unknown> {
    const body = content === undefined ? {} : { body: JSON.stringify(content) };
    const response = await fetch(`${this.#server}${path}`, { method, ...body });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } };
    if (response.ok) return value;
    throw new Error(`WebDriver: ${value.error}: ${value.message}`);
  }
}

/** A running browser. */
export interface Session {
  version: string;
  /** Sends a command of the session, and returns its value. */
  send(method: string, path: string, content?: object): Promise<unknown>;
}
