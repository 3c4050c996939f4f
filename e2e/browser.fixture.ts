/** A browser without scripts: cookies, forms and addresses. Redirects are for the test to look at. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #site: string;

  constructor(site: string) {
    this.#site = site;
  }

  visit(address: string): Promise<Response> {
    return this.#send(address, { method: "GET" });
  }

  /** As a form of the page sends it. */
  post(path: string, fields: Readonly<Record<string, string>>, origin = this.#site): Promise<Response> {
    return this.#send(path, {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Any text, said to be JSON. */
  send(path: string, body: string): Promise<Response> {
    return this.#send(path, {
      method: "POST",
      headers: { origin: this.#site, "content-type": "application/json" },
      body,
    });
  }

  /** As a script of the page sends it. */
  api(
    method: string,
    path: string,
    body?: unknown,
    origin: string | null = this.#site,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.#send(path, {
      method,
      headers: {
        ...more,
        ...(origin === null ? {} : { origin }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #send(address: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.cookies].map((pair) => pair.join("=")).join("; "));
    headers.set("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0");
    const response = await fetch(new URL(address, this.#site), { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split("; ");
      const [name = "", value = ""] = pair.split("=");
      if (value === "" || attributes.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
