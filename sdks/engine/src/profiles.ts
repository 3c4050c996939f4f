/** @module Hash profiles: imported flags keep every user where another system had put them. */
import { murmur3 } from "./bucket.ts";
import { fnv1a32, md5, sha1 } from "./digests.ts";
import { asUnit, isObject } from "./path.ts";
import { sha256Bytes } from "./sha256.ts";
import type { HashProfile, ProfileDraw, Range, Slice } from "./types.ts";
import { utf8 } from "./utf8.ts";

const LENGTHS = { murmur3: 32, fnv1a32: 32, "fnv1a32-twice": 32, sha1: 160, md5: 128, sha256: 256 } as const;

/** Makes a profile ready to draw with (hand this to `compile` as `hasher`); `undefined` where it is not one that this engine knows. */
export function hasher(profile: HashProfile): ProfileDraw | undefined {
  if (!isProfile(profile)) return undefined;
  const {
    prefix,
    suffix,
    range = "half-open",
    missing = "nothing",
    empty = "missing",
    past = "nothing",
    again,
  } = profile;
  const number = numberOf(profile);
  const reduce = reducer(profile);
  const halfOpen = ([from, to]: Range): Range => [
    range === "upper-inclusive" ? above(from) : from,
    range === "half-open" ? to : above(to),
  ];
  return {
    size: profile.reduce.size,
    unit: (value) => (value === "" && empty === "hash" ? "" : asUnit(value)),
    draw: (unit) => {
      if (unit === undefined) return missing === "zero" ? 0 : -1;
      const text = prefix + unit + suffix;
      let bucket = reduce(number(text));
      for (
        let all = text;
        again && bucket === again.at && all.length < text.length * 100;
        bucket = reduce(number(all))
      )
        all += again.join + text;
      return bucket;
    },
    ranges: (ranges) => ranges.map(halfOpen),
    slices: (slices) => {
      const served = slices.filter(([, from, to]) => from < to).sort((a, b) => a[1] - b[1]);
      const halfOpenOnes = served.map(([variant, ...ends]): Slice => [variant, ...halfOpen(ends)]);
      return past === "last"
        ? [...halfOpenOnes, ...served.slice(-1).map(([variant]): Slice => [variant, 0, Infinity])]
        : halfOpenOnes;
    },
  };
}

/** The next greater number, of those that are not negative. */
function above(number: number): number {
  const bits = new BigInt64Array(new Float64Array([number]).buffer);
  bits[0]! += 1n;
  return new Float64Array(bits.buffer)[0]!;
}

/** The integer that a text's digest begins with. */
function numberOf({
  digest,
  seed = 0,
  bits = 32,
  absolute = false,
  codeUnits = false,
}: HashProfile): (text: string) => bigint {
  const fnv = (text: string): number =>
    fnv1a32(codeUnits ? Array.from(text.split(""), (unit) => unit.charCodeAt(0)) : utf8(text));
  const small: Partial<Record<HashProfile["digest"], (text: string) => number>> = {
    murmur3: (text) => murmur3(text, seed),
    fnv1a32: fnv,
    "fnv1a32-twice": (text) => fnv(String(fnv(text))),
  };
  const hash = small[digest];
  if (hash) return (text) => BigInt(absolute ? Math.abs(hash(text) | 0) : hash(text));
  const bytes = digest === "sha1" ? sha1 : digest === "md5" ? md5 : (text: string) => sha256Bytes(utf8(text));
  return (text) => {
    let number = 0n;
    for (const byte of bytes(text).subarray(0, Math.ceil(bits / 8))) number = (number << 8n) | BigInt(byte);
    return number >> BigInt((8 - (bits % 8)) % 8);
  };
}

function reducer({ reduce, bits = 32 }: HashProfile): (number: bigint) => number {
  switch (reduce.kind) {
    case "mod":
      return (number) => Number(number % BigInt(reduce.size)) + (reduce.plus ?? 0);
    case "scale":
      return (number) => Number((number * BigInt(reduce.size)) >> BigInt(bits));
    case "ratio": {
      const over = reduce.over ?? Number((1n << BigInt(bits)) - 1n);
      return (number) =>
        (Number(reduce.mod === undefined ? number : number % BigInt(reduce.mod)) / over) * reduce.size;
    }
  }
}

const oneOf = (value: unknown, ...choices: readonly unknown[]): boolean =>
  value === undefined || choices.includes(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;

function isProfile(profile: unknown): profile is HashProfile {
  if (!isObject(profile) || !isObject(profile["reduce"])) return false;
  const {
    digest,
    seed = 0,
    bits = 32,
    prefix,
    suffix,
    absolute,
    codeUnits,
    range,
    missing,
    empty,
    past,
    again,
  } = profile;
  const { kind, size, plus, over = 1, mod = 1 } = profile["reduce"];
  const length =
    typeof digest === "string" && Object.hasOwn(LENGTHS, digest)
      ? LENGTHS[digest as keyof typeof LENGTHS]
      : 0;
  const checks = [
    ...[length > 0, isCount(bits), (bits as number) <= length, length > 32 || bits === 32],
    ...[Number.isSafeInteger(seed), typeof prefix === "string", typeof suffix === "string"],
    ...[
      kind === "mod" || kind === "scale" || kind === "ratio",
      isCount(size),
      isCount(mod),
      isCount(over),
      oneOf(plus, 0, 1),
    ],
    ...[oneOf(absolute, true, false), oneOf(codeUnits, true, false), oneOf(missing, "nothing", "zero")],
    ...[
      oneOf(range, "half-open", "upper-inclusive", "both-inclusive"),
      oneOf(empty, "missing", "hash"),
      oneOf(past, "nothing", "last"),
    ],
    again === undefined ||
      (isObject(again) && Number.isFinite(again["at"]) && typeof again["join"] === "string"),
  ];
  return checks.every(Boolean);
}

/** Unleash's rollouts: percentages as `(0, percentage]`. */
export const unleashRollout = (groupId: string): HashProfile => ({
  ...{ digest: "murmur3", prefix: `${groupId}:`, suffix: "", range: "upper-inclusive" },
  reduce: { kind: "mod", size: 100, plus: 1 },
});

/** Unleash's variants: cumulative weights as `(from, to]`. */
export const unleashVariant = (groupId: string, totalWeight: number): HashProfile => ({
  ...{ digest: "murmur3", seed: 86_028_157, prefix: `${groupId}:`, suffix: "", range: "upper-inclusive" },
  reduce: { kind: "mod", size: totalWeight, plus: 1 },
});

/** LaunchDarkly's rollouts, by `key.salt` or by the rollout's own seed; weights in 1/100,000. Without a unit the bucket is 0. */
export const launchDarkly = (
  by: { readonly key: string; readonly salt: string } | { readonly seed: number },
): HashProfile => ({
  ...{ digest: "sha1", bits: 60, prefix: "seed" in by ? `${by.seed}.` : `${by.key}.${by.salt}.`, suffix: "" },
  ...{ reduce: { kind: "ratio", size: 100_000 }, missing: "zero", empty: "hash", past: "last" },
});

/** GrowthBook's first hash, in 1/1,000. Its JavaScript SDKs hash code units, which differs for what is not ASCII. */
export const growthBook1 = (seed: string, codeUnits = false): HashProfile => ({
  ...{ digest: "fnv1a32", prefix: "", suffix: seed, ...(codeUnits && { codeUnits }) },
  reduce: { kind: "mod", size: 1_000 },
});

/** GrowthBook's second hash, in 1/10,000. */
export const growthBook2 = (seed: string, codeUnits = false): HashProfile => ({
  ...{ digest: "fnv1a32-twice", prefix: seed, suffix: "", ...(codeUnits && { codeUnits }) },
  reduce: { kind: "mod", size: 10_000 },
});

/** ConfigCat's percentage options. */
export const configCat = (flagKey: string): HashProfile => ({
  ...{ digest: "sha1", bits: 28, prefix: flagKey, suffix: "", empty: "hash" },
  reduce: { kind: "mod", size: 100 },
});

/** Eppo's shards. */
export const eppo = (salt: string, totalShards: number): HashProfile => ({
  ...{ digest: "md5", bits: 32, prefix: `${salt}-`, suffix: "", empty: "hash" },
  reduce: { kind: "mod", size: totalShards },
});

/** Flagsmith's percentages, by the id that goes before the unit (a segment's or a feature's key); splits take `upper-inclusive`. */
export const flagsmith = (id: string, range: "half-open" | "upper-inclusive" = "half-open"): HashProfile => ({
  ...{ digest: "md5", bits: 128, prefix: `${id},`, suffix: "", range },
  ...{ reduce: { kind: "ratio", size: 100, over: 9_998, mod: 9_999 }, again: { at: 100, join: "," } },
});

/** flagd's fractional in its second version; ranges are cumulative weights. */
export const flagd2 = (flagKey: string, totalWeight: number): HashProfile => ({
  ...{ digest: "murmur3", prefix: flagKey, suffix: "", reduce: { kind: "scale", size: totalWeight } },
});

/** flagd's fractional in its first version, in per cent. */
export const flagd1 = (flagKey: string): HashProfile => ({
  ...{ digest: "murmur3", absolute: true, prefix: flagKey, suffix: "" },
  reduce: { kind: "ratio", size: 100, over: 2 ** 31 - 1 },
});

/** Optimizely's traffic allocation, in 1/10,000. */
export const optimizely = (entityId: string): HashProfile => ({
  ...{ digest: "murmur3", seed: 1, prefix: "", suffix: entityId, reduce: { kind: "scale", size: 10_000 } },
});

/** go-feature-flag's percentages, in 1/1,000 of a per cent where these sum up to `total` per cent. */
export const goFeatureFlag = (flagKey: string, total = 100): HashProfile => ({
  ...{ digest: "fnv1a32", prefix: flagKey, suffix: "", reduce: { kind: "mod", size: total * 1_000 } },
});

/** Statsig's pass percentages, in 1/10,000. */
export const statsig = (specSalt: string, ruleSalt: string): HashProfile => ({
  ...{
    digest: "sha256",
    bits: 64,
    prefix: `${specSalt}.${ruleSalt}.`,
    suffix: "",
    reduce: { kind: "mod", size: 10_000 },
  },
});

/** Quonfig's weights, as cumulative shares of 1. */
export const quonfig = (configKey: string): HashProfile => ({
  ...{ digest: "murmur3", prefix: configKey, suffix: "" },
  reduce: { kind: "ratio", size: 1, over: 2 ** 32 },
});
