import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fnv1a32, md5, sha1 } from "./digests.ts";
import { compile, evaluate, murmur3, type FlagDocument, type HashProfile, type Json } from "./index.ts";
import { makeSnapshot } from "./documents.ts";
import * as profiles from "./profiles.ts";
import { hexadecimal, sha256 } from "./sha256.ts";

const reference = new URL("../../../../shared/reference/conformance/", import.meta.url);
const isHere = existsSync(reference);
const text = (path: string): string => readFileSync(new URL(path, reference), "utf8");
const json = <T>(path: string): T => JSON.parse(text(path)) as T;
/** The public cases are not part of this repository: where they are not beside it, these tests are skipped. */
const published = describe.skipIf(!isHere);

const bucketOf = (profile: HashProfile, unit: string): number => profiles.hasher(profile)!.draw(unit);

test("digests are those of their standards", () => {
  expect(hexadecimal(md5(""))).toBe("d41d8cd98f00b204e9800998ecf8427e");
  expect(hexadecimal(md5("message digest"))).toBe("f96b697d7cb7938d525a2f31aaf161d0");
  expect(hexadecimal(md5("1234567890".repeat(8)))).toBe("57edf4a22be3c955ac49da2e2107b67a");
  expect(hexadecimal(sha1("abc"))).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(hexadecimal(sha1(""))).toBe("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  expect(hexadecimal(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))).toBe(
    "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
  );
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(fnv1a32([])).toBe(0x811c9dc5);
  expect(fnv1a32([..."foobar"].map((character) => character.charCodeAt(0)))).toBe(0xbf9cf968);
});

/** For these nobody publishes vectors that we know of: what is held here is that each is the function it is said to be. */
test("presets without published vectors are the functions that they are described as", () => {
  for (const unit of ["user-1", "user-42", "ünït-7", "0"]) {
    const hash = murmur3(`${unit}rule-9`, 1);
    expect(bucketOf(profiles.optimizely("rule-9"), unit)).toBe(Math.floor((hash * 10_000) / 2 ** 32));
    const fnv = fnv1a32(new TextEncoder().encode(`flag-a${unit}`));
    expect(bucketOf(profiles.goFeatureFlag("flag-a"), unit)).toBe(fnv % 100_000);
    expect(bucketOf(profiles.goFeatureFlag("flag-a", 50), unit)).toBe(fnv % 50_000);
    const digest = createHash("sha256").update(`spec.rule.${unit}`).digest();
    expect(bucketOf(profiles.statsig("spec", "rule"), unit)).toBe(Number(digest.readBigUInt64BE() % 10_000n));
    expect(bucketOf(profiles.quonfig("config"), unit)).toBe(murmur3(`config${unit}`, 0) / 2 ** 32);
  }
});

test("a profile that is not known is refused", () => {
  const good = profiles.eppo("salt", 10_000);
  expect(profiles.hasher(good)).toBeDefined();
  const odd: unknown[] = [
    { ...good, digest: "md4" },
    { ...good, bits: 129 },
    { ...good, bits: 0 },
    { ...good, prefix: 1 },
    { ...good, reduce: { kind: "mod", size: 0 } },
    { ...good, reduce: { kind: "floor", size: 10 } },
    { ...good, range: "open" },
    { ...good, again: { at: "100" } },
    { ...good, digest: "murmur3", bits: 60 },
    {},
    null,
    "eppo",
  ];
  expect(odd.filter((profile) => profiles.hasher(profile as HashProfile))).toEqual([]);
});

/** A string flag that splits by a profile and says `none` where the split yields nothing. */
function flagBy(hash: HashProfile, slices: readonly (readonly [string, number, number])[]): FlagDocument {
  const variants = [...new Set([...slices.map(([variant]) => variant), "none"])].map((key) => ({
    key,
    value: key,
  }));
  return {
    ...{ key: "imported", revision: 1, engine: 1, type: "string", variants, on: true, offVariant: "none" },
    ...{ prerequisites: [], targets: [], rules: [], client: true, metadata: {} },
    fallthrough: { split: { by: ["targetingKey"], seed: 0, hash, slices } },
  };
}

function serve(flag: FlagDocument, targetingKey: Json): Json {
  const parts = {
    environment: "import/test",
    revision: 1,
    publishedAt: "2026-06-01T00:00:00Z",
    segments: [],
    archived: [],
  };
  const program = compile(makeSnapshot({ ...parts, flags: [flag] }), { hasher: profiles.hasher });
  expect(program.quarantined).toEqual([]);
  return evaluate(
    program,
    "imported",
    targetingKey === null ? {} : { targetingKey: targetingKey as string },
    { now: 0 },
  ).value;
}

test("ranges are made half-open, with the same buckets in them", () => {
  const base: HashProfile = { digest: "murmur3", prefix: "", suffix: "", reduce: { kind: "mod", size: 10 } };
  const buckets = [0, 1, 1.5, 2, 3, 9, 10];
  const inside = (range: NonNullable<HashProfile["range"]>, from: number, to: number) => {
    const [[start, end]] = profiles.hasher({ ...base, range })!.ranges([[from, to]]) as [[number, number]];
    return buckets.filter((bucket) => bucket >= start && bucket < end);
  };
  expect(inside("half-open", 1, 2)).toEqual([1, 1.5]);
  expect(inside("upper-inclusive", 1, 2)).toEqual([1.5, 2]);
  expect(inside("both-inclusive", 1, 2)).toEqual([1, 1.5, 2]);
  expect(inside("upper-inclusive", 0, 1)).toEqual([1]);
  expect(inside("both-inclusive", 0, 10)).toEqual(buckets);
});

test("slices come in the order of their ends, without empty ones, and past the last one is nothing or its variant", () => {
  const base: HashProfile = { digest: "murmur3", prefix: "", suffix: "", reduce: { kind: "mod", size: 10 } };
  const slices = [
    ["b", 5, 10],
    ["none", 3, 3],
    ["a", 0, 5],
  ] as const;
  const made = (past: "nothing" | "last") => profiles.hasher({ ...base, past })!.slices(slices);
  expect(made("nothing")).toEqual([
    ["a", 0, 5],
    ["b", 5, 10],
  ]);
  expect(made("last")).toEqual([...made("nothing"), ["b", 0, Infinity]]);
  expect(profiles.hasher({ ...base, past: "last" })!.slices([])).toEqual([]);
});

test("LaunchDarkly: without a unit the bucket is 0, and past the end is the last variant", () => {
  const flag = flagBy(profiles.launchDarkly({ key: "a", salt: "b" }), [
    ["first", 0, 1],
    ["last", 1, 2],
  ]);
  expect(serve(flag, null)).toBe("first");
  expect(serve(flag, "anybody")).toBe("last");
});

test("ConfigCat: the empty string is hashed, and no unit yields nothing", () => {
  const flag = flagBy(profiles.configCat("flag"), [["all", 0, 99]]);
  expect(
    serve({ ...flag, fallthrough: flagBy(profiles.configCat("flag"), [["all", 0, 100]]).fallthrough }, ""),
  ).toBe("all");
  expect(serve(flag, null)).toBe("none");
});

test("Flagsmith: exactly 100 is hashed again", () => {
  const profile = profiles.flagsmith("1");
  const once = profiles.hasher({ ...profile, again: { at: -1, join: "," } })!;
  const unit = Array.from({ length: 50_000 }, (_, i) => String(i)).find(
    (candidate) => once.draw(candidate) === 100,
  );
  expect(unit).toBeDefined();
  expect(bucketOf(profile, unit!)).toBeLessThan(100);
  expect(bucketOf(profile, unit!)).toBe(bucketOf({ ...profile, prefix: `1,${unit},1,` }, unit!));
});

test("flagd: the edges of both versions", () => {
  expect(bucketOf(profiles.flagd2("", 100), "")).toBe(0);
  expect(bucketOf(profiles.flagd1(""), "")).toBe(0);
  for (const unit of ["a", "b", "c"]) {
    expect(bucketOf(profiles.flagd2("flag", 100), unit)).toBeLessThan(100);
    expect(bucketOf(profiles.flagd1("flag"), unit)).toBeLessThanOrEqual(100);
  }
});

published("published vectors", () => {
  test("LaunchDarkly's buckets", () => {
    const line = text("dialects.md").replaceAll("\n", " ");
    const found = /Vectors reproduced \(key (\w+), salt (\w+)\): (.*?); with seed (\d+): (.*?);/.exec(line)!;
    const [, key, salt, keyed, seed, seeded] = found as unknown as string[];
    const users: string[] = [];
    for (const pair of keyed!.split(",")) {
      const [user, bucket] = pair.trim().split(" ");
      users.push(user!);
      expect(bucketOf(profiles.launchDarkly({ key: key!, salt: salt! }), user!) / 100_000).toBeCloseTo(
        Number(bucket),
        7,
      );
    }
    for (const [i, bucket] of seeded!.split(",").entries())
      expect(bucketOf(profiles.launchDarkly({ seed: Number(seed) }), users[i]!) / 100_000).toBeCloseTo(
        Number(bucket),
        7,
      );
    expect(bucketOf(profiles.launchDarkly({ key: key!, salt: salt! }), "33333") / 100_000).toBeCloseTo(
      0.54771423,
      7,
    );
  });

  test("GrowthBook's hashes", () => {
    const { hash } = json<{ hash: [seed: string, unit: string, version: number, expected: number | null][] }>(
      "growthbook/cases.json",
    );
    let seen = 0;
    for (const [seed, unit, version, expected] of hash) {
      if (expected === null) continue;
      seen++;
      const profile = version === 1 ? profiles.growthBook1(seed) : profiles.growthBook2(seed);
      expect(bucketOf(profile, unit) / profile.reduce.size).toBe(expected);
    }
    expect(seen).toBeGreaterThan(10);
  });

  interface Unleash {
    readonly state: { readonly features: readonly UnleashFeature[] };
    readonly tests?: readonly {
      readonly context: Record<string, string>;
      readonly toggleName: string;
      readonly expectedResult: boolean;
    }[];
    readonly variantTests?: readonly {
      readonly context: Record<string, string>;
      readonly toggleName: string;
      readonly expectedResult: { name: string };
    }[];
  }
  interface UnleashFeature {
    readonly name: string;
    readonly strategies: readonly {
      readonly name: string;
      readonly parameters: Record<string, string>;
      readonly constraints?: readonly unknown[];
    }[];
    readonly variants?: readonly {
      readonly name: string;
      readonly weight: number;
      readonly overrides?: readonly unknown[];
      readonly stickiness?: string;
    }[];
  }

  test.each([
    "03-gradual-rollout-user-id-strategy",
    "04-gradual-rollout-session-id-strategy",
    "10-flexible-rollout-strategy",
  ])("Unleash's %s", (name) => {
    const { state, tests = [] } = json<Unleash>(`unleash/${name}.json`);
    let seen = 0;
    for (const { context, toggleName, expectedResult } of tests) {
      const strategies = state.features.find((feature) => feature.name === toggleName)?.strategies ?? [];
      const isRollout = strategies.length > 0 && strategies.every((strategy) => /ollout/.test(strategy.name));
      if (!isRollout) continue;
      seen++;
      const results = strategies.map(({ name: strategy, parameters }) => {
        const sticky = parameters["stickiness"] ?? (strategy.includes("Session") ? "sessionId" : "userId");
        const unit = sticky === "default" ? (context["userId"] ?? context["sessionId"]) : context[sticky];
        const percentage = Number(parameters["rollout"] ?? parameters["percentage"]);
        if (unit === undefined) return sticky === "default" && percentage === 100;
        return (
          serve(
            flagBy(profiles.unleashRollout(parameters["groupId"] ?? ""), [["on", 0, percentage]]),
            unit,
          ) === "on"
        );
      });
      expect({ toggleName, context, is: results.includes(true) }).toEqual({
        toggleName,
        context,
        is: expectedResult,
      });
    }
    expect(seen).toBeGreaterThan(2);
  });

  test("Unleash's variants", () => {
    const { state, variantTests = [] } = json<Unleash>("unleash/08-variants.json");
    let seen = 0;
    for (const { context, toggleName, expectedResult } of variantTests) {
      const { variants = [] } = state.features.find((feature) => feature.name === toggleName) ?? {};
      const unit = context["userId"];
      if (
        unit === undefined ||
        expectedResult.name === "disabled" ||
        variants.length === 0 ||
        variants.some(({ overrides }) => overrides?.length)
      )
        continue;
      seen++;
      const total = variants.reduce((sum, { weight }) => sum + weight, 0);
      let end = 0;
      const slices = variants.map(({ name, weight }) => [name, end, (end += weight)] as const);
      expect(serve(flagBy(profiles.unleashVariant(toggleName, total), slices), unit)).toBe(
        expectedResult.name,
      );
    }
    expect(seen).toBeGreaterThan(5);
  });

  test("ConfigCat's percentage options", () => {
    const [head, ...rows] = text("configcat/testmatrix.csv")
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(";"));
    interface Setting {
      readonly p?: readonly { readonly p: number; readonly v: Record<string, Json> }[];
      readonly r?: readonly unknown[];
    }
    const { f } = json<{ f: Record<string, Setting> }>("configcat/testmatrix.config.json");
    let seen = 0;
    for (const [key, { p = [], r = [] }] of Object.entries(f)) {
      if (p.length === 0 || r.length > 0) continue;
      const column = head!.indexOf(key);
      let end = 0;
      const slices = p.map(({ p: share, v }) => [String(Object.values(v)[0]), end, (end += share)] as const);
      const flag = flagBy(profiles.configCat(key), slices);
      for (const row of rows) {
        if (row[0] === "##null##") continue;
        seen++;
        expect(serve(flag, row[0]!)).toBe(row[column]);
      }
    }
    expect(seen).toBeGreaterThan(300);
  });

  test("Eppo's shards", () => {
    interface Shard {
      readonly salt: string;
      readonly ranges: readonly { readonly start: number; readonly end: number }[];
    }
    interface Flag {
      readonly totalShards: number;
      readonly allocations: readonly {
        readonly key: string;
        readonly splits: readonly { readonly variationKey: string; readonly shards: readonly Shard[] }[];
      }[];
    }
    interface Details {
      readonly matchedAllocation: { readonly key: string } | null;
      readonly variationKey: string | null;
    }
    const { flags } = json<{ flags: Record<string, Flag> }>("eppo/flags-v1.json");
    let seen = 0;
    for (const name of [
      "integer-flag",
      "numeric-flag",
      "kill-switch-flag",
      "comparator-operator-flag",
      "semver-flag",
    ]) {
      const { flag, subjects } = json<{
        flag: string;
        subjects: readonly { subjectKey: string; evaluationDetails: Details }[];
      }>(`eppo/tests/test-case-${name}.json`);
      for (const { subjectKey, evaluationDetails } of subjects) {
        const { matchedAllocation, variationKey } = evaluationDetails;
        if (!matchedAllocation) continue;
        const { allocations, totalShards } = flags[flag]!;
        const { splits } = allocations.find(({ key }) => key === matchedAllocation.key)!;
        const split = splits.find(({ shards }) =>
          shards.every(({ salt, ranges }) => {
            const bucket = bucketOf(profiles.eppo(salt, totalShards), subjectKey);
            return ranges.some(({ start, end }) => bucket >= start && bucket < end);
          }),
        );
        seen++;
        expect(split?.variationKey).toBe(variationKey);
      }
    }
    expect(seen).toBeGreaterThan(20);
  });
});
