import { ENGINE_LEVEL, type FlagDocument } from "@guidon/engine";
import { calmVariant, risingVariant, type TargetedFlag } from "./targeted-flag.ts";

/** A flag's configuration in one environment. */
export type Targeting = Pick<
  FlagDocument,
  "on" | "offVariant" | "prerequisites" | "targets" | "rules" | "fallthrough"
> &
  Partial<Pick<FlagDocument, "kill">>;

/**
 * Off, and serving the rising variant to everybody once it is switched on. In a protected environment it serves the
 * caller's default while off, as if it were not there: its coming changes nothing.
 */
export function newTargeting(flag: TargetedFlag, environment: { readonly protected: boolean }): Targeting {
  return {
    on: false,
    offVariant: environment.protected ? null : calmVariant(flag),
    prerequisites: [],
    targets: [],
    rules: [],
    fallthrough: {
      variant: flag.type === "boolean" ? risingVariant(flag) : calmVariant(flag),
    },
  };
}

/** The document that SDKs evaluate; its revision is set when it is published. */
export function toDocument(flag: TargetedFlag, targeting: Targeting): FlagDocument {
  return {
    key: flag.key,
    revision: 0,
    engine: ENGINE_LEVEL,
    type: flag.type,
    variants: flag.variants,
    ...targeting,
    client: flag.client,
    metadata: flag.metadata,
  };
}
