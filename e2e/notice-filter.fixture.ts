import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Stands between a process and PostgreSQL, and can lose notifications on the way: everything else passes. */
export interface NoticeFilter {
  readonly port: number;
  /** Notifications that were lost so far. */
  readonly lost: () => number;
  lose(yes: boolean): void;
  stop(): Promise<void>;
}

const notification = "A".charCodeAt(0);

export async function startNoticeFilter(target: number): Promise<NoticeFilter> {
  let losing = false;
  let lost = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    near.pipe(far);
    let rest: Buffer = Buffer.alloc(0);
    far.on("data", (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      // From the server come whole messages: a letter, then their length with its own four bytes.
      while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
        const message = rest.subarray(0, rest.readUInt32BE(1) + 1);
        rest = rest.subarray(message.length);
        if (losing && message[0] === notification) lost++;
        else near.write(message);
      }
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      // Small messages must not wait for one another.
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    lost: () => lost,
    lose(yes) {
      losing = yes;
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
