import type { FoundMoment } from "#app/features/publishing/moment.ts";
import type { DocumentDifference } from "#app/features/targeting/document-differences.ts";

/** What flags and segments did otherwise at one moment than at another. */
export interface MomentComparison {
  readonly from: FoundMoment;
  readonly to: FoundMoment;
  readonly differences: readonly DocumentDifference[];
}
