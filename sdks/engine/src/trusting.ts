import type { Checker, Facts } from "./entry.ts";
import { planFlag } from "./flag.ts";
import { Unsupported } from "./planner.ts";
import { planSegment } from "./segment.ts";
import type { Document, FlagDocument, SegmentDocument } from "./types.ts";

/** The highest level of documents that this engine runs. */
export const ENGINE_LEVEL = 1;

const SOUND: Facts = { problems: [], isTooOld: false, references: [], depth: 1 };

/**
 * Takes documents at their word, as one may where their publisher checked them: whatever this engine can plan is run. Nothing throws even so, but
 * a document that lies may answer anything, or GENERAL.
 */
export const trusting: Checker = {
  check(kind, source, planner) {
    try {
      const { engine } = source as Document;
      if (!(engine <= ENGINE_LEVEL)) throw new Unsupported("engine");
      if (kind === "flag") planFlag(source as FlagDocument, planner);
      else planSegment(source as SegmentDocument, undefined, undefined, planner);
      return SOUND;
    } catch (error) {
      const isTooOld = error instanceof Unsupported;
      const code = isTooOld ? "engine_too_old" : "cannot_be_planned";
      return { ...SOUND, isTooOld, problems: [{ pointer: "", code, message: String(error) }] };
    }
  },
};
