import { connect, type Socket } from "node:net";

/** Many readers of one stream, each as an SDK: it resumes where it was and draws its delays from the window it was told. */
export interface Readers {
  /** Opens them, a few hundred at a time. */
  open(count: number): Promise<void>;
  /** When each reader had the revision, in epoch milliseconds; readers that have it not, not. */
  heard(revision: number): number[];
  /** Readers with an open stream. */
  up(): number;
  /** When each connect was tried, in epoch milliseconds. */
  readonly connects: number[];
  close(): void;
}

interface Reader {
  socket: Socket | undefined;
  up: boolean;
  attempt: number;
  windowMs: number;
  revision: number;
}

const now = () => performance.timeOrigin + performance.now();

/** As the server SDK draws it: from the window that the server named, which doubles from the third failure on. */
function delayOf({ windowMs, attempt }: Reader): number {
  return (0.25 + Math.random()) * windowMs * 2 ** Math.max(0, attempt - 2);
}

export function createReaders(input: { port: () => number; key: string; revision: number }): Readers {
  const readers: Reader[] = [];
  const heard = new Map<number, number[]>();
  const connects: number[] = [];
  let closed = false;

  function read(reader: Reader, chunk: Buffer): void {
    const text = chunk.toString("latin1");
    if (!reader.up) {
      if (!text.startsWith("HTTP/1.1 200")) {
        reader.socket?.destroy();
        return;
      }
      reader.up = true;
      reader.attempt = 0;
    }
    const window = /retry: (\d+)/.exec(text)?.[1];
    if (window !== undefined) reader.windowMs = Number(window);
    for (let at = text.indexOf("\nid: "); at !== -1; at = text.indexOf("\nid: ", at + 1)) {
      reader.revision = Number.parseInt(text.slice(at + 5, at + 20), 10);
      const times = heard.get(reader.revision);
      if (times === undefined) heard.set(reader.revision, [now()]);
      else times.push(now());
    }
  }

  function start(reader: Reader): Promise<void> {
    connects.push(now());
    return new Promise((opened) => {
      const socket = connect({ port: input.port(), host: "127.0.0.1" });
      reader.socket = socket;
      socket.on("connect", () => {
        socket.write(
          `GET /api/v1/stream HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${input.key}\r\nlast-event-id: ${reader.revision}\r\n\r\n`,
        );
      });
      socket.on("data", (chunk) => {
        read(reader, chunk);
        opened();
      });
      socket.on("error", () => undefined);
      socket.on("close", () => {
        opened();
        const wasUp = reader.up;
        reader.up = false;
        if (closed) return;
        const delay = delayOf(reader);
        if (!wasUp || reader.attempt === 0) reader.attempt += 1;
        setTimeout(() => void start(reader), delay);
      });
    });
  }

  return {
    connects,
    async open(count) {
      for (let at = 0; at < count; at += 250) {
        const batch = Array.from({ length: Math.min(250, count - at) }, () => {
          const reader: Reader = {
            socket: undefined,
            up: false,
            attempt: 0,
            windowMs: 500,
            revision: input.revision,
          };
          readers.push(reader);
          return start(reader);
        });
        await Promise.all(batch);
      }
    },
    heard: (revision) => heard.get(revision) ?? [],
    up: () => readers.reduce((sum, { up }) => sum + (up ? 1 : 0), 0),
    close() {
      closed = true;
      for (const { socket } of readers) socket?.destroy();
    },
  };
}
