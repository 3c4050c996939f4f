import { planFlag } from "./flag.ts";
import { Attribute } from "./layout.ts";
import { isObject } from "./path.ts";
import { Unsupported, type Abilities, type Planner } from "./planner.ts";
import { planSegment } from "./segment.ts";
import type { DocumentKind, FlagDocument, Problem, SegmentDocument } from "./types.ts";

/** The highest level of documents that this engine runs. */
export const ENGINE_LEVEL = 1;

/** A document that another one names. */
export interface Reference {
  readonly kind: DocumentKind;
  readonly key: string;
  /** Where the key stands, as a JSON Pointer. */
  readonly pointer: string;
  /** The variants of a flag that are asked about. */
  readonly variants: readonly string[];
}

/** What there is to know of a document before it may be planned. */
export interface Facts {
  /** None where it may run. */
  readonly problems: readonly Problem[];
  /** Whether a newer engine, or one that is handed more, might run it. */
  readonly isTooOld: boolean;
  readonly references: readonly Reference[];
  /** How deep its conditions are nested. */
  readonly depth: number;
}

/** How deep a document's own conditions are nested, and the documents it needs. */
export type Needs<Document> = (document: Document) => {
  readonly depth: number;
  readonly needs: readonly Document[];
};

/** Judges documents before they run: by themselves, then one with all it needs. See `@guidon/engine/checker`. */
export interface Checker {
  check(kind: DocumentKind, source: unknown, abilities: Abilities): Facts;
  judge<Document>(
    root: Document,
    needsOf: Needs<Document>,
  ): ReadonlyMap<Document, "cycle" | "nested_too_deep" | undefined>;
}

const SOUND: Facts = { problems: [], isTooOld: false, references: [], depth: 1 };

/**
 * Takes documents at their word, as one may where their publisher checked them: whatever this engine can plan is run. Nothing throws even so, but
 * a document that lies may answer anything, or GENERAL.
 */
export const trusting: Checker = {
  check(kind, source, abilities) {
    try {
      if (!isObject(source) || !((source["engine"] as number) <= ENGINE_LEVEL))
        throw new Unsupported("engine");
      const planner = trial(abilities);
      if (kind === "flag") planFlag(source as unknown as FlagDocument, planner);
      else trySegment(source as unknown as SegmentDocument, planner);
      return SOUND;
    } catch (error) {
      const isTooOld = error instanceof Unsupported;
      const code = isTooOld ? "engine_too_old" : "cannot_be_planned";
      return { ...SOUND, isTooOld, problems: [{ pointer: "", code, message: String(error) }] };
    }
  },
  judge: () => new Map(),
};

function trySegment(source: SegmentDocument, planner: Planner): void {
  for (const list of [source.lists.included, source.lists.excluded])
    if ("keys" in list && !list.keys.every((key) => typeof key === "string")) throw new TypeError("keys");
  planSegment(source, undefined, undefined, planner);
}

/** Plans one document alone, to see whether that can be done. */
const trial = (abilities: Abilities): Planner => ({
  ...abilities,
  revision: 0,
  attribute: (text) => new Attribute(text),
  shared: (_, plan) => plan(),
  flag: () => undefined,
  segment: () => undefined,
  trace: undefined,
});
