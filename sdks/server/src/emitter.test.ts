import { expect, test, vi } from "vitest";
import { createEmitter } from "./emitter.ts";

interface Events {
  change: number;
  status: string;
}

test("calls every listener of an event, and no other", () => {
  const emitter = createEmitter<Events>(() => expect.unreachable());
  const heard: unknown[] = [];
  emitter.on("change", (revision) => heard.push(revision));
  emitter.on("change", (revision) => heard.push(-revision));
  emitter.on("status", (status) => heard.push(status));
  emitter.emit("change", 7);
  expect(heard).toEqual([7, -7]);
});

test("lets each unsubscribe remove its own registration, also of the same function twice", () => {
  const emitter = createEmitter<Events>(() => expect.unreachable());
  const listener = vi.fn();
  const stopFirst = emitter.on("change", listener);
  emitter.on("change", listener);
  stopFirst();
  stopFirst();
  emitter.emit("change", 1);
  expect(listener).toHaveBeenCalledOnce();
});

test("keeps a listener that throws from the others, and tells of it", () => {
  const onThrow = vi.fn();
  const emitter = createEmitter<Events>(onThrow);
  const second = vi.fn();
  const thrown = new Error("a bug in the application");
  emitter.on("change", () => {
    throw thrown;
  });
  emitter.on("change", second);
  emitter.emit("change", 1);
  expect(second).toHaveBeenCalledOnce();
  expect(onThrow).toHaveBeenCalledWith("change", thrown);
});

test("calls a listener that was added by a listener from the next event on", () => {
  const emitter = createEmitter<Events>(() => expect.unreachable());
  const late = vi.fn();
  const stop = emitter.on("change", () => void emitter.on("change", late));
  emitter.emit("change", 1);
  expect(late).not.toHaveBeenCalled();
  stop();
  emitter.emit("change", 2);
  expect(late).toHaveBeenCalledExactlyOnceWith(2);
});
