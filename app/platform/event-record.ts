/** What SDKs and this server report, judged and ready to be written. */
export type EventRecord = ExposureRecord | MetricRecord | CountsRecord | HeartbeatRecord;

interface Recorded {
  readonly environmentId: string;
  readonly receivedAt: Date;
}

/** Sent once by its meaning: what comes again under the same id within seven days is not written again. */
interface Identified extends Recorded {
  readonly id: string;
}

export interface ExposureRecord extends Identified {
  readonly kind: "exposure";
  readonly at: Date;
  readonly environmentRevision: number;
  readonly flag: string;
  readonly flagRevision: number;
  readonly variant: string;
  readonly ruleId: string | null;
  readonly unit: Unit;
  readonly experiment: { readonly key: string; readonly phase: number } | null;
  readonly trusted: boolean;
}

export interface MetricRecord extends Identified {
  readonly kind: "metric";
  readonly at: Date;
  readonly event: string;
  readonly unit: Unit;
  readonly value: number | null;
  readonly trusted: boolean;
}

export interface Unit {
  readonly path: string;
  readonly value: string;
}

export interface CountsRecord extends Identified {
  readonly kind: "counts";
  /** The beginning of the minute in which they were counted. */
  readonly minute: Date;
  readonly source: "server" | "sdk" | "client";
  readonly counts: readonly EvaluationCount[];
}

export interface EvaluationCount {
  /** Empty for all keys that name no flag, counted together. */
  readonly flag: string;
  readonly flagRevision: number;
  readonly variant: string | null;
  readonly reason: string;
  readonly detail: string | null;
  readonly ruleId: string | null;
  readonly count: number;
}

export interface HeartbeatRecord extends Recorded {
  readonly kind: "heartbeat";
  readonly instance: string;
  readonly sdk: { readonly name: string; readonly version: string };
  readonly engine: number;
  readonly revision: number;
  readonly connection: "streaming" | "polling" | "offline" | "closed";
  readonly applied: readonly { readonly from: number; readonly to: number; readonly at: Date }[];
}
