import type { BrowserContext } from "playwright";

/** What a browser says against pages: errors, warnings such as those of hydration, breaches of the content security policy. */
export class Complaints {
  readonly all: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Something that the browser is to complain about, such as an answer of 412, and that has to come. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** From now on, everything that any page of the context says. To be called before the context has a page. */
  listenTo(context: BrowserContext): Promise<unknown> {
    context.on("console", (message) => {
      const type = message.type();
      if (type === "error" || type === "warning") this.#hear(message.text(), message.location().url);
    });
    context.on("weberror", (error) => this.#hear(error.error().message, error.page()?.url()));
    return Promise.all([
      context.exposeBinding("reportBreach", ({ page }, breach: string) => {
        this.#hear(breach, page.url());
      }),
      context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          const { reportBreach } = window as unknown as { reportBreach: (breach: string) => void };
          reportBreach(
            `${event.effectiveDirective} of the content security policy forbids ${event.blockedURI}`,
          );
        });
      }),
    ]);
  }

  /** A mouse, or a finger, in a journey that is to be made by keyboard. */
  listenForPointers(context: BrowserContext): Promise<unknown> {
    return context.addInitScript(() => {
      const complain = () => reportError("A pointer was used.");
      document.addEventListener("pointerdown", complain, { capture: true });
    });
  }

  /** What was said and not expected, and what was expected and not said. */
  verdict(): string[] {
    const unexpected = this.all.filter((said) => !this.#expected.some((pattern) => pattern.test(said)));
    const missing = this.#expected.filter((pattern) => !this.all.some((said) => pattern.test(said)));
    return [...unexpected, ...missing.map((pattern) => `Never said: ${String(pattern)}`)];
  }

  #hear(said: string, where: string | undefined): void {
    this.all.push(`${said.slice(0, 500)} (${where ?? "a page that is gone"})`);
  }
}
