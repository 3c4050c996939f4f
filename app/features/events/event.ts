import type { EvaluationCount, HeartbeatRecord, Unit } from "#app/platform/event-record.ts";

/** What somebody reports, parsed and not yet judged. */
export type ReportedEvent = ReportedExposure | ReportedMetric | ReportedCounts | ReportedHeartbeat;

export interface ReportedExposure {
  readonly type: "exposure";
  readonly id: string;
  /** Now, where it is not said. */
  readonly at?: Date | undefined;
  readonly environmentRevision: number;
  readonly flag: string;
  readonly flagRevision: number;
  readonly variant: string;
  readonly ruleId?: string | null | undefined;
  readonly unit: Unit;
  readonly experiment?: { readonly key: string; readonly phase: number } | null | undefined;
  /** What the flag was evaluated with; needed under a public key only, to compute the variant again. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

export interface ReportedMetric {
  readonly type: "metric";
  readonly id: string;
  readonly at?: Date | undefined;
  readonly event: string;
  readonly unit: Unit;
  readonly value?: number | null | undefined;
}

export interface ReportedCounts {
  readonly type: "counts";
  readonly id: string;
  /** A time within the minute in which they were counted. */
  readonly at?: Date | undefined;
  readonly counts: readonly EvaluationCount[];
}

export interface ReportedHeartbeat {
  readonly type: "heartbeat";
  readonly instance: string;
  readonly sdk: HeartbeatRecord["sdk"];
  readonly engine: number;
  readonly revision: number;
  readonly connection: HeartbeatRecord["connection"];
  readonly applied?:
    readonly { readonly from: number; readonly to: number; readonly agoMs: number }[] | undefined;
}

export type RejectionCode =
  "invalid_item" | "too_old" | "in_the_future" | "unknown_flag" | "not_exposed" | "not_for_client_keys";

/** Why one item of a batch is not taken; the others are. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly detail: string;
}
