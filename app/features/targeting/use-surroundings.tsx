import { useFetcher } from "@remix-run/react";
import { useEffect, useMemo } from "react";
import type { ConditionSurroundings } from "#app/features/conditions/condition-surroundings.ts";
import { attributesOf } from "./example-context.ts";
import { referencesOf, type Surroundings } from "./surroundings.ts";
import type { Targeting } from "./targeting.ts";

export interface SurroundingsInput {
  readonly base: string;
  readonly environment: string;
  readonly present: Surroundings;
  readonly draft: Targeting;
}

/** What the draft leans on: what the page came with, and what it has named since, fetched as it is named. */
export function useSurroundings({ base, environment, present, draft }: SurroundingsInput): Surroundings {
  const { load, data } = useFetcher<Surroundings>();
  const missing = useMemo(() => {
    const named = referencesOf(draft);
    const { flags, segments } = present;
    // What is not there cannot be fetched: keys are typed letter by letter.
    const lacks = (key: string, known: readonly string[], here: readonly { readonly key: string }[]) =>
      known.includes(key) && !here.some((each) => each.key === key);
    const query = new URLSearchParams([
      ...named.flags.filter((key) => lacks(key, present.known.flags, flags)).map((key) => ["flag", key]),
      ...named.segments
        .filter((key) => lacks(key, present.known.segments, segments))
        .map((key) => ["segment", key]),
    ]);
    return query.toString();
  }, [draft, present]);
  useEffect(() => {
    if (missing !== "") load(`${base}/environments/${environment}/surroundings?${missing}`);
  }, [load, base, environment, missing]);
  return useMemo(() => {
    if (missing === "" || data === undefined) return present;
    const add = <T extends { readonly key: string }>(here: readonly T[], more: readonly T[]) => [
      ...here,
      ...more.filter((one) => !here.some((other) => other.key === one.key)),
    ];
    return {
      ...present,
      flags: add(present.flags, data.flags),
      segments: add(present.segments, data.segments),
      archived: [...new Set([...present.archived, ...data.archived])],
    };
  }, [present, data, missing]);
}

/** What conditions of the draft can name; the flag itself is left out, since it cannot need itself. */
export function useConditionSurroundings(
  surroundings: Surroundings,
  draft: Targeting,
  flag: string,
): ConditionSurroundings {
  return useMemo(() => {
    const variants = new Map(
      surroundings.flags.map(({ key, variants: own }) => [key, own.map((variant) => variant.key)]),
    );
    return {
      attributes: [
        ...new Set(["targetingKey", ...attributesOf(draft), ...surroundings.known.attributes, "$now"]),
      ],
      segments: surroundings.known.segments,
      flags: surroundings.known.flags.filter((key) => key !== flag),
      variantsOf: (key) => variants.get(key),
      newSeed,
    };
  }, [surroundings, draft, flag]);
}

/** A draw of its own for every new split, 32 bits as the engine wants it. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
