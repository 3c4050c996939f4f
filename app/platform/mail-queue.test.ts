import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Mail } from "./context.ts";
import { createMailQueue } from "./mail-queue.server.ts";
import { createSmtpMailer } from "./mailer.server.ts";

const mail: Mail = { to: "ada@storefront.example", subject: "Hello", text: "Hello" };
const answer = (responseCode: number) =>
  Object.assign(new Error(`answered ${responseCode}`), { responseCode });

test("a mail that is not taken at first is sent again, and once", async () => {
  const outcomes = [new Error("away"), answer(451), undefined];
  let tries = 0;
  const queue = createMailQueue({
    pausesMs: [1, 1, 1],
    restMs: 0,
    async deliver() {
      const outcome = outcomes[tries++];
      if (outcome !== undefined) throw outcome;
    },
  });
  await queue.send(mail);
  expect(tries).toBe(3);
  expect(queue.waiting()).toBe(0);
});

test("what the server refuses for good is not sent again", async () => {
  let tries = 0;
  const queue = createMailQueue({
    pausesMs: [1, 1],
    async deliver() {
      tries++;
      throw answer(550);
    },
  });
  await expect(queue.send(mail)).rejects.toThrow("answered 550");
  expect(tries).toBe(1);
});

test("a mail is given up after the last pause, and the process can end meanwhile", async () => {
  const away = async () => {
    throw new Error("away");
  };
  await expect(createMailQueue({ pausesMs: [1], restMs: 0, deliver: away }).send(mail)).rejects.toThrow(
    "away",
  );
  const queue = createMailQueue({ pausesMs: [3_600_000], deliver: away });
  const sent = queue.send(mail);
  queue.close();
  await expect(sent).rejects.toThrow("stopping");
  await expect(queue.send(mail)).rejects.toThrow("stopping");
});

test("a server that is away is not tried by everybody, and no more is held than there is room for", async () => {
  let tries = 0;
  const queue = createMailQueue({
    ...{ pausesMs: [3_600_000], restMs: 60_000, most: 3 },
    async deliver() {
      tries++;
      throw new Error("away");
    },
  });
  const first = queue.send(mail).catch((error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 10));
  const others = [queue.send(mail), queue.send(mail)].map((sent) =>
    sent.catch((error: Error) => error.message),
  );
  await expect(queue.send(mail)).rejects.toThrow("3 mails wait already");
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(tries).toBe(1);
  queue.close();
  expect(await Promise.all([first, ...others])).toEqual(Array(3).fill("The process is stopping."));
});

test("a server that takes the connection and says nothing holds a mail no longer than the deadline", async () => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const smtp = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: "guidon@storefront.example" });
  const queue = createMailQueue({ deadlineMs: 50, pausesMs: [], deliver: (each) => smtp.send(each) });
  const began = performance.now();
  await expect(queue.send(mail)).rejects.toThrow("took longer than 50 ms");
  expect(performance.now() - began).toBeLessThan(2000);
  smtp.close();
  silent.close();
});
