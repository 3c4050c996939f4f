import { pino } from "pino";
import type { Snapshot } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createLiveEnvironments } from "./live-environments.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `environments from the cache${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    let id: string;
    let truth: Snapshot;

    beforeAll(async () => {
      const project = await storefront(application);
      for (const key of ["first", "second"]) {
        await createFlag(application.system, { project, key, environments: { production: { on: true } } });
      }
      await application.live.refresh();
      id = (await listEnvironments(application.system, { project }))[0]!.id;
      truth = application.live.get(id)!.snapshot;
    });

    /** A process that starts with `cached`, before and after it could ask the database. */
    async function startWith(cached: { id: string; snapshot: Snapshot }[]) {
      const forgotten: string[] = [];
      const swaps: number[] = [];
      const live = createLiveEnvironments({
        db: application.client.db,
        log: pino({ level: "silent" }),
        pollMs: 60_000,
        cache: {
          keep() {},
          forget: (each) => void forgotten.push(each),
          read: () => cached.map((each) => ({ ...each, lists: new Map() })),
        },
      });
      live.onSwap((next) => {
        if (next.id === id) swaps.push(next.revision);
      });
      live.restore();
      const before = live.get(id)?.snapshot;
      expect(live.current()).toBe(false);
      await live.start();
      live.stop();
      expect(live.current()).toBe(true);
      return { before, after: live.get(id)?.snapshot, swaps, forgotten };
    }

    test("the same state is served before and after, and nobody is told twice", async () => {
      const { before, after, swaps } = await startWith([{ id, snapshot: truth }]);
      expect(before).toEqual(truth);
      expect(after).toBe(before);
      expect(swaps).toEqual([truth.revision]);
    });

    test("an older state is caught up with", async () => {
      const older = makeSnapshot({ ...truth, revision: truth.revision - 1, flags: truth.flags.slice(0, 1) });
      const { after, swaps } = await startWith([{ id, snapshot: older }]);
      expect(after).toEqual(truth);
      expect(swaps).toEqual([truth.revision - 1, truth.revision]);
    });

    test.for([
      ["of a later revision", 5],
      ["of the same revision", 0],
    ] as const)("another history %s gives way to the log", async ([, ahead]) => {
      const flags = truth.flags.map((flag) => ({ ...flag, on: false }));
      const other = makeSnapshot({ ...truth, flags, revision: truth.revision + ahead });
      const { before, after } = await startWith([{ id, snapshot: other }]);
      expect(before).toEqual(other);
      expect(after).toEqual(truth);
    });

    test("an environment that is no more is forgotten", async () => {
      const gone = "00000000-0000-7000-8000-00000000dead";
      const { forgotten } = await startWith([{ id: gone, snapshot: truth }]);
      expect(forgotten).toEqual([gone]);
    });
  },
);
