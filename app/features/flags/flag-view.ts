import type { FlagDefinition } from "./flag.ts";
import { rolloutOf } from "#app/features/targeting/rollout.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";

/** A flag in one environment, as lists show it. */
export interface EnvironmentState {
  readonly key: string;
  readonly on: boolean;
  /** Per cent that the fallthrough's split gives something other than the off variant; null without a split. */
  readonly rollout: number | null;
  readonly killed: boolean;
  readonly rules: number;
  readonly version: number;
}

/** A flag as the API and the pages give it out. */
export interface FlagView extends FlagDefinition {
  readonly archived: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Changes with the definition and with the targeting of any environment. */
  readonly version: string;
  readonly environments: readonly EnvironmentState[];
}

interface Definition extends Omit<FlagView, "archived" | "version" | "environments"> {
  readonly version: number;
  readonly archivedAt: Date | null;
}

interface Configured {
  readonly environmentKey: string;
  readonly targeting: Targeting;
  readonly version: number;
}

export function viewFlag(flag: Definition, configured: readonly Configured[]): FlagView {
  return {
    key: flag.key,
    name: flag.name,
    description: flag.description,
    type: flag.type,
    kind: flag.kind,
    owner: flag.owner,
    tags: flag.tags,
    dueOn: flag.dueOn,
    client: flag.client,
    variants: flag.variants,
    schema: flag.schema,
    safeVariant: flag.safeVariant,
    metadata: flag.metadata,
    archived: flag.archivedAt !== null,
    createdAt: flag.createdAt,
    updatedAt: flag.updatedAt,
    version: flagVersion(flag, configured),
    environments: configured.map(({ environmentKey, targeting, version }) => ({
      key: environmentKey,
      on: targeting.on,
      rollout: rolloutOf(targeting),
      killed: targeting.kill !== undefined,
      rules: targeting.rules.length,
      version,
    })),
  };
}

/** Versions only grow, so their sum tells any two states of a flag apart. */
export function flagVersion(flag: { version: number }, configured: readonly { version: number }[]): string {
  return `${flag.version}.${configured.reduce((sum, { version }) => sum + version, 0)}`;
}
