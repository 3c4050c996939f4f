import { createTimer, observeGauge } from "#app/platform/metrics.server.ts";
import type { LiveEnvironments } from "./live-environments.server.ts";

/** What this process serves, and how soon after its publication. */
export function observeLive(live: Pick<LiveEnvironments, "all" | "onSwap" | "current">): void {
  const applied = createTimer(
    "guidon.publication.apply.duration",
    "From the publication of a revision to its being served by this process.",
  );
  live.onSwap((next, previous) => {
    // What a process finds when it starts was not on its way.
    if (previous === undefined) return;
    const late = Date.now() - Date.parse(next.snapshot.publishedAt);
    applied(Math.max(0, late), { "feature_flag.set.id": next.name });
  });
  const ofEach = (valueOf: (environment: ReturnType<LiveEnvironments["all"]>[number]) => number) =>
    live.all().map((environment) => ({
      value: valueOf(environment),
      attributes: { "feature_flag.set.id": environment.name },
    }));
  observeGauge(
    "guidon.environment.revision",
    { description: "The revision that this process serves.", unit: "{revision}" },
    () => ofEach(({ revision }) => revision),
  );
  // The alarm: 0 while all is well.
  observeGauge(
    "guidon.documents.quarantined",
    { description: "Flags and segments that this process cannot run.", unit: "{document}" },
    () => ofEach(({ program }) => program.quarantined.length),
  );
  observeGauge(
    "guidon.database.reachable",
    { description: "1 while the database answers this process's polls, else 0.", unit: "1" },
    () => [{ value: live.current() ? 1 : 0, attributes: {} }],
  );
}
