import { PassThrough } from "node:stream";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Snapshot } from "@guidon/engine";
import { grantOf } from "#app/features/access/roles.ts";
import type { Actor, LiveEnvironment } from "#app/platform/context.ts";
import type { Permission } from "#app/platform/permission.ts";
import { createProjectStreams, type ProjectStreams } from "./project-streams.server.ts";

let streams: ProjectStreams;
beforeEach(() => {
  vi.useFakeTimers();
  streams = createProjectStreams({ random: () => 0.5, mostStreams: 3, mostPerActor: 2 });
});
afterEach(() => {
  streams.close();
  vi.useRealTimers();
});

const shop = { id: "shop", key: "shop" };
const person = (id: string, environmentId: string | null = null): Actor => ({
  ...{ kind: "user", id, name: id, email: `${id}@x.example`, sessionId: "" },
  grants: [grantOf("viewer", { projectId: "shop", environmentId })],
});

interface Reader {
  readonly text: () => string;
  readonly response: ServerResponse;
}

function open(actor: Actor, project = shop): Reader {
  const parts: string[] = [];
  const line = new PassThrough();
  line.on("data", (chunk: Buffer) => parts.push(chunk.toString()));
  // A response as far as streams know it: something to write to that ends.
  const response = Object.assign(line, { writeHead: () => undefined }) as unknown as ServerResponse;
  streams.open(response, { project, actor, headers: [] });
  return { text: () => parts.join(""), response };
}

const flag = (key: string, revision: number) => ({ key, revision }) as Snapshot["flags"][number];

function live(name: string, revision: number, flags: Snapshot["flags"]): LiveEnvironment {
  const snapshot = {
    ...{ format: 1, environment: name, revision, publishedAt: "", flags, segments: [], archived: [] },
    ...{ counts: { flags: flags.length, segments: 0, archived: 0 }, checksum: `${revision}` },
  } as unknown as Snapshot;
  return { id: name.split("/")[1] ?? "", name, revision, snapshot } as LiveEnvironment;
}

test("tells of publications in the project, with the keys of what changed", () => {
  const reader = open(person("ada"));
  const before = live("shop/production", 1, [flag("a", 1), flag("b", 1)]);
  streams.published(live("shop/production", 2, [flag("a", 1), flag("b", 2), flag("c", 2)]), before);
  streams.published(live("shopping/production", 9, [flag("z", 9)]), undefined);
  expect(reader.text()).toContain(
    'event: published\ndata: {"environment":"production","revision":2,"flags":["b","c"],"segments":[]}\n\n',
  );
  expect(reader.text()).not.toContain("z");
});

test("tells nothing of an environment that the reader may not see", () => {
  const staging = open(person("sam", "staging"));
  streams.published(live("shop/production", 2, [flag("a", 2)]), undefined);
  expect(staging.text()).not.toContain("event:");
  streams.changed("another");
  expect(staging.text()).not.toContain("event:");
  streams.changed("shop");
  expect(staging.text()).toContain("event: changed");
});

test("names no keys to whoever may see the environment, and not its flags", () => {
  const permissions: readonly Permission[] = ["project.read", "environment.read"];
  const grants = [{ role: "auditor", permissions, projectId: "shop", environmentId: null }];
  const reader = open({ ...person("cleo"), grants } as Actor);
  streams.published(live("shop/production", 2, [flag("secret-plan", 2)]), undefined);
  expect(reader.text()).toContain('"revision":2,"flags":null,"segments":null}');
});

test("sends everybody away when access changes, and tells them when to come back", () => {
  const reader = open(person("ada"));
  streams.accessChanged();
  expect(reader.response.writableEnded).toBe(true);
  expect(reader.text()).toMatch(/retry: 1300\n\n$/);
});

test("lives for five minutes at most, with signs of life", () => {
  const reader = open(person("ada"));
  vi.advanceTimersByTime(4 * 60_000);
  expect(reader.text()).toContain(": alive");
  expect(reader.response.writableEnded).toBe(false);
  vi.advanceTimersByTime(61_000);
  expect(reader.response.writableEnded).toBe(true);
});

test("refuses more than one may have, and more than the process holds", () => {
  open(person("ada"));
  open(person("ada"));
  expect(() => open(person("ada"))).toThrowError(/2 of these streams/);
  open(person("bob"));
  expect(() => open(person("cy"))).toThrowError(/as many streams as it can/);
  expect(streams.count()).toBe(3);
});

test("names no keys where they are many", () => {
  const reader = open(person("ada"));
  const many = Array.from({ length: 101 }, (_, index) => flag(`f${index}`, 2));
  streams.published(live("shop/production", 2, many), undefined);
  expect(reader.text()).toContain('"flags":null');
});
