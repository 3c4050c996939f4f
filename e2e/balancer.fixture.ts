import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** What stands before the processes in production: each connection goes to the next one that takes it. */
export interface Balancer {
  readonly url: string;
  /** The ports that are tried, in turn. */
  targets: number[];
  stop(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((near) => {
    keep(near);
    near.pause();
    const order = balancer.targets.map(
      (_, index) => balancer.targets[(turn + index) % balancer.targets.length],
    );
    turn++;
    const attempt = (): void => {
      const port = order.shift();
      if (port === undefined) {
        near.destroy();
        return;
      }
      const far = connect(port, "127.0.0.1");
      far.once("error", attempt);
      far.once("connect", () => {
        keep(far);
        far.off("error", attempt);
        near.pipe(far).pipe(near);
        near.on("close", () => far.destroy());
        far.on("close", () => near.destroy());
      });
    };
    attempt();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  }

  const balancer: Balancer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets: [],
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return balancer;
}
