/** An instance that has been silent for three heartbeats counts as gone. */
export const staleAfterMs = 90_000;

export interface ServingInstance {
  readonly instance: string;
  readonly sdk: { readonly name: string; readonly version: string };
  readonly engine: number;
  readonly revision: number;
  /** Whether it serves the revision asked about, or a later one. */
  readonly current: boolean;
  readonly connection: string;
  readonly firstSeenAt: Date;
  readonly seenAt: Date;
  /** Milliseconds from publishing to applying; null where it has not, or began later than that. */
  readonly lagMs: number | null;
}

export interface Propagation {
  readonly environment: string;
  readonly revision: number;
  readonly publishedAt: Date | null;
  /** Instances that report, and how many of them serve the revision or a later one. */
  readonly connected: number;
  readonly serving: number;
  /** Of those that went over the revision while they ran; null where none did. */
  readonly lag: { instances: number; p50: number; p99: number; max: number } | null;
  /** Those that lag behind first. */
  readonly instances: readonly ServingInstance[];
}
