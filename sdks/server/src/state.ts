import { createHash } from "node:crypto";
import { compile, type Change, type FlagDocument, type Program, type Snapshot } from "@guidon/engine";
import { applyChange, verify } from "@guidon/engine/documents";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { changedFlags, flagsLookingAt, haveOneHistory } from "./changed-flags.ts";
import { createLists, type HeldList, type WantedList } from "./lists.ts";
import { freezeValues } from "./freeze-values.ts";
import type { ClientProblem } from "./problem.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ChangeEvent, Source } from "./types.ts";

/** A snapshot that was verified, the program compiled from it, and where it came from. */
export interface Held {
  snapshot: Snapshot;
  program: Program;
  source: Exclude<Source, "none">;
  /** What the service called it in the answer to a poll; absent where it came another way. */
  etag: string | undefined;
  /** The metadata of those flags that have any. */
  metadata: ReadonlyMap<string, FlagDocument["metadata"]>;
}

/** What became of an offered snapshot or change. */
export type Verdict =
  /** The held state is now what was offered or newer; `change` where it had to change for that. */
  | { kind: "current"; change?: ChangeEvent }
  /** Not what we asked for; nothing was changed. */
  | { kind: "refused"; problem: ClientProblem };

/** The last good state. It only ever moves as a whole, and only forward in its history; see `offerSnapshot`. */
export interface State {
  held: () => Held | undefined;
  /** The revision to resume the stream from: one that the service itself told this process. */
  resumable: () => number | undefined;
  /** The service still holds what we hold. */
  confirm: (source: "stream" | "poll") => void;
  offerSnapshot: (body: unknown, source: Exclude<Source, "none">, etag?: string) => Verdict;
  offerChange: (body: unknown) => Verdict;
  /** The lists that the held snapshot refers to and that are not here: their last good state stands in for them. */
  wantedLists: () => WantedList[];
  /** Takes what the service answered for a wanted list, and evaluates with it; undefined where it is not that list. */
  offerList: (wanted: WantedList, body: unknown) => ChangeEvent | undefined;
  /** Takes lists from the cache file, for before the snapshot that refers to them. */
  restoreLists: (kept: unknown) => void;
  lists: () => HeldList[];
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Makes an empty state; `report` is told what is amiss in something that was taken all the same. */
export function createState(surroundings: Surroundings, report: (problem: ClientProblem) => void): State {
  let held: Held | undefined;
  const lists = createLists(sha256);
  // The first and the last time that the service named an older revision than ours, with no sign of ours in between.
  let behind: { since: number; last: number } | undefined;

  const fromService = () => held !== undefined && (held.source === "stream" || held.source === "poll");

  function programOf(snapshot: Snapshot, previous: Program | undefined): Program {
    const { keysOf } = lists;
    return compile(snapshot, {
      ...{ matcher, hasher, lists: keysOf },
      ...(previous === undefined ? {} : { previous }),
    });
  }

  function hold(
    snapshot: Snapshot,
    source: Held["source"],
    { etag, steps }: { etag?: string | undefined; steps?: unknown } = {},
  ): Verdict {
    const before = held;
    const continued = before !== undefined && haveOneHistory(before.snapshot, snapshot);
    freezeValues(snapshot);
    lists.follow(snapshot, steps);
    const program = programOf(snapshot, continued ? before.program : undefined);
    held = { snapshot, program, source, etag, metadata: metadataOf(snapshot) };
    behind = undefined;
    reportQuarantined(before?.program, program);
    const { revision, environment } = snapshot;
    const flags = changedFlags(before?.snapshot, snapshot);
    if (before === undefined) return { kind: "current", change: { revision, environment, source, flags } };
    const previousRevision = before.snapshot.revision;
    const replaced = !continued || revision <= previousRevision;
    if (replaced && before.source !== "bootstrap") reportReplaced(before.snapshot, snapshot);
    return { kind: "current", change: { revision, previousRevision, environment, source, flags } };
  }

  function reportReplaced(before: Snapshot, after: Snapshot): void {
    const [was, is] = [before, after].map(
      ({ environment, revision }) => `${environment} at revision ${revision}`,
    );
    const message = `The service's history is not the one we had: ${was} was replaced by ${is}.`;
    report({ code: "history_replaced", message });
  }

  // Told once for each document, not again with every revision that still has it.
  function reportQuarantined(before: Program | undefined, after: Program): void {
    const known = new Set(before?.quarantined.map((document) => `${document.kind} ${document.key}`));
    const fresh = after.quarantined.filter((document) => !known.has(`${document.kind} ${document.key}`));
    if (fresh.length === 0) return;
    const names = fresh.map(({ kind, key, reason, kept }) => {
      return `${kind} ${key} (${reason}${kept === undefined ? "" : `, revision ${kept} goes on serving`})`;
    });
    const message = `This SDK cannot run what the service published: ${names.join(", ")}. Everything else is current.`;
    report({ code: "documents_quarantined", message });
  }

  /**
   * Decides between the held snapshot and a whole, verified one.
   *
   * Within one history a higher revision is newer, and a service that names a lower one is a process that lags behind:
   * ours stays. The exceptions are histories that are not ours. Another environment, or another content at the same
   * revision, is never a lag. A lower revision that was published later than ours was made after the database had
   * been replaced. A lower revision that was published earlier may be either; a lag lasts seconds, so a service that
   * insists for minutes has been restored from a backup. What came with the program (bootstrap) yields to everything but
   * an older cache file.
   */
  function judge(offered: Snapshot, source: Held["source"]): "take" | "same" | "older" | "behind" {
    if (held === undefined) return "take";
    const ours = held.snapshot;
    const sameEnvironment = offered.environment === ours.environment;
    if (source === "bootstrap") return sameEnvironment && offered.revision > ours.revision ? "take" : "older";
    const identical =
      sameEnvironment && offered.revision === ours.revision && offered.checksum === ours.checksum;
    if (held.source === "bootstrap") return identical ? "same" : "take";
    if (!sameEnvironment) return "take";
    if (offered.revision > ours.revision) return "take";
    if (offered.revision === ours.revision) return identical ? "same" : "take";
    if (Date.parse(offered.publishedAt) > Date.parse(ours.publishedAt)) return "take";
    return insistsOnOlder() ? "take" : "behind";
  }

  // Two lags with a long time between them are two lags, even if nothing in between said that ours is the newest: an
  // idle stream that was resumed says nothing.
  function insistsOnOlder(): boolean {
    const now = surroundings.elapsed();
    const goesOn = behind !== undefined && now - behind.last <= surroundings.acceptRewindAfter / 2;
    behind = { since: goesOn ? (behind?.since ?? now) : now, last: now };
    return now - behind.since >= surroundings.acceptRewindAfter;
  }

  return {
    held: () => held,
    resumable: () => (fromService() ? held?.snapshot.revision : undefined),
    confirm(source) {
      if (held === undefined) return;
      held = { ...held, source };
      // A poll is told so; a stream only implies it, and may yet go on to say otherwise.
      if (source === "poll") behind = undefined;
    },
    offerSnapshot(body, source, etag) {
      const verified = verify(body, { sha256 });
      if (!verified.ok) {
        return refused(
          "snapshot_refused",
          `A snapshot was refused (${verified.reason}): ${verified.problem} The last good state stays.`,
        );
      }
      const offered = verified.snapshot;
      const ours = held?.snapshot;
      switch (judge(offered, source)) {
        case "older":
          return { kind: "current" };
        case "behind":
          return refused(
            "service_behind",
            `The service is at revision ${offered.revision}, behind ours (${ours?.revision}); ours stays.`,
          );
        case "same":
          held = held && { ...held, source, etag };
          behind = undefined;
          return { kind: "current" };
        case "take":
          return hold(offered, source, { etag });
      }
    },
    offerChange(body) {
      if (held === undefined) return refused("change_refused", "A change came before any snapshot.");
      const change = revisionsOf(body);
      // A poll beside the stream may have been there first. Equal revisions must then have equal contents.
      if (change !== undefined && change.to < held.snapshot.revision) return { kind: "current" };
      if (change?.to === held.snapshot.revision && change.checksum === held.snapshot.checksum) {
        return { kind: "current" };
      }
      // `applyChange` reads anything; the type only says what it hopes for.
      const applied = applyChange(held.snapshot, body as Change, { sha256 });
      if (!applied.ok) {
        return refused(
          "change_refused",
          `A change was refused (${applied.reason}): ${applied.problem} Asking for the whole.`,
        );
      }
      return hold(applied.snapshot, "stream", { steps: stepsOf(body) });
    },
    wantedLists: lists.wanted,
    offerList(wanted, body) {
      if (held === undefined || !lists.offer(wanted, body)) return undefined;
      const { snapshot, program, source } = held;
      held = { ...held, program: programOf(snapshot, program) };
      const { revision, environment } = snapshot;
      const flags = flagsLookingAt(snapshot, [wanted.segment]);
      return { revision, previousRevision: revision, environment, source, flags };
    },
    restoreLists: lists.restore,
    lists: lists.all,
  };
}

function refused(code: ClientProblem["code"], message: string): Verdict {
  return { kind: "refused", problem: { code, message } };
}

function revisionsOf(body: unknown): { to: number; checksum: unknown } | undefined {
  if (typeof body !== "object" || body === null || !("to" in body) || typeof body.to !== "number")
    return undefined;
  return { to: body.to, checksum: "checksum" in body ? body.checksum : undefined };
}

function stepsOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "lists" in body ? body.lists : undefined;
}

function metadataOf(snapshot: Snapshot): Map<string, FlagDocument["metadata"]> {
  const metadata = new Map<string, FlagDocument["metadata"]>();
  for (const flag of snapshot.flags) {
    // A document of a newer engine level may have another shape; it is quarantined, but still in the snapshot.
    const given: unknown = flag.metadata;
    if (typeof given === "object" && given !== null && Object.keys(given).length > 0)
      metadata.set(flag.key, flag.metadata);
  }
  return metadata;
}
