/** What browsers have and Node has not yet, as far as providers use it: messages, errors, coming back, and being closed. */
export class TestEventSource extends EventTarget {
  static readonly CLOSED = 2;
  /** Those that are open, for tests to look at. */
  static readonly open = new Set<TestEventSource>();
  readonly url: string;
  readyState = 0;
  private readonly controller = new AbortController();
  private lastEventId = "";
  private delay = 100;

  constructor(url: string) {
    super();
    this.url = url;
    void this.follow();
  }

  close(): void {
    this.readyState = TestEventSource.CLOSED;
    TestEventSource.open.delete(this);
    this.controller.abort();
  }

  private async follow(): Promise<void> {
    while (this.readyState !== TestEventSource.CLOSED) {
      try {
        const headers: Record<string, string> = { accept: "text/event-stream" };
        if (this.lastEventId !== "") headers["last-event-id"] = this.lastEventId;
        const response = await fetch(this.url, { headers, signal: this.controller.signal });
        if (response.status !== 200 || response.body === null) {
          this.close();
          this.dispatchEvent(new Event("error"));
          return;
        }
        this.readyState = 1;
        TestEventSource.open.add(this);
        this.dispatchEvent(new Event("open"));
        let text = "";
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          const blocks = (text + next.value).split("\n\n");
          text = blocks.pop() ?? "";
          for (const block of blocks) this.read(block);
        }
      } catch {
        // The same as an end: it comes back.
      }
      if (this.readyState === TestEventSource.CLOSED) return;
      this.readyState = 0;
      TestEventSource.open.delete(this);
      this.dispatchEvent(new Event("error"));
      await new Promise((done) => setTimeout(done, this.delay));
    }
  }

  private read(block: string): void {
    const fields = block.split("\n").map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
    const valueOf = (wanted: string) => fields.find(([, name]) => name === wanted)?.[2];
    this.lastEventId = valueOf("id") ?? this.lastEventId;
    this.delay = Number(valueOf("retry") ?? this.delay);
    const data = valueOf("data");
    if (data !== undefined) this.dispatchEvent(new MessageEvent("message", { data }));
  }
}
