import type { Scenario } from "./scenarios.ts";

/** Somebody who evaluates: what to call for the i-th of the rotating contexts. A promise is awaited. */
export interface Subject {
  readonly name: string;
  readonly version?: string;
  readonly run: Readonly<Record<Scenario, (i: number) => unknown>>;
  /** Whether the context is served `true` (or which variant) in S1 to S5, to see that the peers do the same work. */
  readonly close?: () => unknown;
}

/** Peers are loaded by name, so that whoever has not installed them can still check types. */
export const load = async <T>(name: string): Promise<T> => (await import(name)) as T;
