import { compile, evaluateAll, type Snapshot } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { listKey, type ListName } from "#app/features/publishing/lists.ts";
import { readListsOf } from "#app/features/publishing/read-lists-of.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { act, allActs, randomContext, randomFrom } from "./random-life.fixture.ts";
import { readEnvironmentState } from "./read-environment-state.server.ts";
import { restore } from "./restore.server.ts";

const operations = 300;
const instants = 100;
const restored = 4;
const contexts = 10_000;

const missing = missingServer();
describe.skipIf(missing !== undefined)(`time travel${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  test(`over ${operations} random operations, what stood at any instant comes back from the log byte for byte, and is served again`, async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    const random = randomFrom(6);
    const places = await listEnvironments(application.system, { project });
    const live = (id: string) => application.live.get(id)!.snapshot;
    const recorded: { at: Date; texts: Map<string, string> }[] = [];
    const acted = new Set<string>();
    for (let count = 0; count < operations;) {
      application.advance(1 + random(60_000));
      try {
        acted.add(await act(developer, project, random));
        count++;
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        continue;
      }
      const texts = new Map(places.map(({ id, key }) => [key, JSON.stringify(live(id))]));
      recorded.push({ at: application.system.now(), texts });
    }
    // Nothing that people do to flags and segments is left out.
    expect([...acted].toSorted()).toEqual(allActs);

    // A process that serves nothing has the log alone.
    const fresh: Context = { ...developer, snapshots: { ...developer.snapshots, get: () => undefined } };
    const chosen = Array.from({ length: instants }, () => random(recorded.length));
    for (const at of chosen) {
      const { key } = places[random(places.length)]!;
      const until = (recorded[at + 1]?.at ?? application.system.now()).getTime();
      const after = Math.max(0, until - recorded[at]!.at.getTime() - 1);
      const time = new Date(recorded[at]!.at.getTime() + random(after + 1));
      const state = await readEnvironmentState(fresh, { project, environment: key, at: time });
      expect(JSON.stringify(state)).toBe(recorded[at]!.texts.get(key));
    }

    const people = Array.from({ length: contexts }, () => randomContext(random));
    let compared = 0;
    const wrong: unknown[] = [];
    let done = 0;
    for (const at of chosen) {
      if (done === restored) break;
      const place = places[random(places.length)]!;
      const then = JSON.parse(recorded[at]!.texts.get(place.key)!) as Snapshot;
      const asked = { project, environment: place.key, at: recorded[at]!.at, expectedVersion: "*" };
      const { left } = await restore(developer, { ...asked, definitions: true }).catch((error: unknown) => {
        // What leans on a flag that is deleted cannot come back with it.
        if (!(error instanceof Problem && error.detail?.includes("There is no such flag here") === true))
          throw error;
        return { left: undefined };
      });
      if (left === undefined) continue;
      done++;
      const now = live(place.id);
      const gone = new Set(left.flatMap(({ kind, key }) => (kind === "flag" ? [key] : [])));
      expect(
        left.filter(({ kind, why }) => !why.includes(kind === "flag" ? "deleted" : "not there")),
      ).toEqual([]);
      const programOf = async (snapshot: Snapshot) => {
        const lists = await readListsOf(fresh.db, fresh, { environmentId: place.id, snapshot });
        const keysOf = (segment: string, list: ListName) => lists.get(listKey({ segment, list }))?.keys;
        return compile(snapshot, { lists: keysOf });
      };
      const expected = await programOf(withKillsOf(then, now));
      const served = await programOf(now);
      for (const context of people) {
        const [was, is] = [expected, served].map((program) => evaluateAll(program, context, { now: 0 }));
        for (const key of new Set([...was!.keys(), ...is!.keys()])) {
          if (gone.has(key)) continue;
          const [before, after] = [was!.get(key), is!.get(key)];
          const same = (before?.variant ?? null) === (after?.variant ?? null);
          if (!same || (before?.value ?? null) !== (after?.value ?? null)) wrong.push({ key, before, after });
          compared++;
        }
      }
    }
    expect(done).toBe(restored);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(restored * contexts);
  }, 240_000);
});

/** No restore sets or lifts a kill, also of a flag that was not there. */
function withKillsOf(then: Snapshot, now: Snapshot): Snapshot {
  const flags = then.flags.map(({ kill: _, ...flag }) => {
    const kill = now.flags.find(({ key }) => key === flag.key)?.kill;
    return kill === undefined ? flag : { ...flag, kill };
  });
  const newer = now.flags.filter(
    ({ key, kill }) => kill !== undefined && !flags.some((flag) => flag.key === key),
  );
  return { ...then, flags: [...flags, ...newer] };
}
