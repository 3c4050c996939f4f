import { expect, test } from "vitest";
import { keep, makeChain, sealed } from "./chain.fixture.ts";
import { hashOf, keptDigest, type ChainEntry } from "./entry.ts";
import { createVerifier, type Anchor } from "./verify.ts";

function verify(entries: readonly unknown[], anchors: readonly Anchor[] = []) {
  const verifier = createVerifier(anchors);
  for (const entry of entries) verifier.take(entry);
  return verifier.finish();
}

const harms = (entries: readonly unknown[], anchors: readonly Anchor[] = []) =>
  verify(entries, anchors).findings.map(({ harm, sequence }) => `${harm} ${sequence}`);

const chain = makeChain(6);
const anchorAt = (sequence: number): Anchor => ({
  chain: "chain",
  sequence,
  hash: chain[sequence - 1]?.hash ?? "",
});
const without = (...sequences: number[]) => chain.filter(({ sequence }) => !sequences.includes(sequence));
const changed = (sequence: number, change: Partial<ChainEntry>) =>
  chain.map((entry) => (entry.sequence === sequence ? { ...entry, ...change } : entry));

test("finds nothing in a chain as it was written, with a checkpoint or without", () => {
  expect(verify(chain)).toEqual({
    intact: true,
    chain: "chain",
    entries: 6,
    last: { sequence: 6, hash: chain[5]?.hash },
    erased: 0,
    findings: [],
  });
  expect(harms(chain, [anchorAt(4), anchorAt(6)])).toEqual([]);
  expect(verify([]).intact).toBe(true);
});

test("writes the hash of an entry as every other program must", () => {
  expect(chain[0]?.kept.actor.digest).toBe(
    "02abb1793338c4aa0905a965df5aad9f254e4824458ddf838197953be396180b",
  );
  expect(chain[0]?.hash).toBe("094acfc3ee8a31874742c61a6cbe83102aeee9011c3e1514ff47044dd787f493");
});

test.for([
  ["action", { action: "flag.created" }],
  ["time", { at: "2026-11-20T10:00:00.001Z" }],
  ["environment", { environment: "production" }],
  ["subject", { subject: { kind: "flag", key: "another" } }],
  ["kind of actor", { actorKind: "key" }],
  ["trace", { traceId: "0af7651916cd43dd8448eb211c80319c" }],
  ["hash", { hash: "0".repeat(64) }],
] satisfies [string, Partial<ChainEntry>][])("finds the edited %s of an entry", ([, change]) => {
  expect(harms(changed(3, change))).toContain("edited 3");
});

test.for(["actor", "origin", "details"] as const)("finds edited words: the %s", (what) => {
  const { kept } = chain[2]!;
  const edited = { ...kept, [what]: { ...kept[what], value: { name: "Bob" } } };
  expect(harms(changed(3, { kept: edited }))).toEqual(["edited 3"]);
});

test("finds an entry that was written anew with a hash of its own", () => {
  const [, , third] = chain;
  const forged = sealed({ ...third!, action: "flag.killed" });
  expect(harms(changed(3, forged))).toEqual(["edited 3"]);
});

test("finds a whole chain that was written anew by a checkpoint only", () => {
  const forged: ChainEntry[] = [];
  for (const entry of chain) {
    const action = entry.sequence === 3 ? "flag.killed" : entry.action;
    const previous = forged.at(-1)?.hash ?? entry.previous;
    forged.push(sealed({ ...entry, action, previous }));
  }
  expect(harms(forged)).toEqual([]);
  expect(harms(forged, [anchorAt(5)])).toEqual(["edited 5"]);
});

test("finds what was taken out, in the middle and at the beginning", () => {
  expect(harms(without(3))).toEqual(["deleted 3"]);
  expect(verify(without(2, 3, 4)).findings[0]?.message).toBe("Entries 2 to 4 are missing.");
  expect(harms(without(1))).toEqual(["deleted 1"]);
});

test("finds what was put in", () => {
  const [first, second, third] = chain;
  expect(harms([first, second, third, third, ...chain.slice(3)])).toEqual(["inserted 3"]);
  const foreign = sealed({ ...third!, chain: "another" });
  expect(harms([first, second, foreign, ...chain.slice(2)])).toEqual(["inserted 3"]);
  const shifted = chain.slice(2).map((entry) => ({ ...entry, sequence: entry.sequence + 1 }));
  const put = sealed({ ...third!, action: "flag.killed" });
  expect(harms([first, second, put, ...shifted])).toContain("edited 4");
});

test("finds what changed places", () => {
  const [first, second, third, fourth, ...rest] = chain;
  expect(harms([first, third, second, fourth, ...rest])).toEqual(["reordered 2"]);
  const swapped = changed(2, { ...third!, sequence: 2 }).map((entry) =>
    entry.sequence === 3 ? { ...second!, sequence: 3 } : entry,
  );
  expect(harms(swapped)).toEqual(expect.arrayContaining(["edited 2", "edited 3"]));
});

test("finds what was cut off at the end by a checkpoint", () => {
  expect(harms(without(5, 6))).toEqual([]);
  const { findings } = verify(without(5, 6), [anchorAt(6)]);
  expect(findings).toEqual([
    {
      harm: "truncated",
      sequence: 5,
      message: "Entries 5 to 6 are missing at the end: the checkpoint knows 6 entries.",
    },
  ]);
});

test("says where something stands that is no entry", () => {
  const [first, second, ...rest] = chain;
  expect(harms([first, { sequence: 2 }, ...rest])).toEqual(["unreadable 2", "deleted 2"]);
  expect(harms([first, second, { ...rest[0], more: true }, ...rest])).toEqual(["unreadable 3"]);
  expect(harms([null, ...chain])).toEqual(["unreadable 1"]);
});

test("takes an erased value where a later entry says so, and nowhere else", () => {
  const put = { salt: "another", value: { name: "erased" } };
  const { digest } = chain[0]!.kept.actor;
  const erase = (entries: readonly ChainEntry[]) =>
    entries.map((entry) => ({ ...entry, kept: { ...entry.kept, actor: { digest, ...put } } }));
  expect(harms(erase(chain))).toEqual(["edited 1"]);
  const told = makeChain(6, { 6: [{ from: digest, to: keptDigest(put) }] });
  expect(verify(erase(told))).toMatchObject({ intact: true, erased: 1 });
  const other = makeChain(6, { 6: [{ from: digest, to: keep("something else").digest }] });
  expect(harms(erase(other))).toEqual(["edited 1"]);
});

test("finds two different values in the place of an erased one", () => {
  const put = { salt: "another", value: { name: "erased" } };
  const { digest } = chain[0]!.kept.actor;
  const told = makeChain(3, { 3: [{ from: digest, to: keptDigest(put) }] });
  const values = [put, put, { ...put, value: { name: "Bob" } }];
  const entries = told.map((entry, index) => ({
    ...entry,
    kept: { ...entry.kept, actor: { digest, ...values[index]! } },
  }));
  expect(entries.every((entry) => hashOf(entry) === entry.hash)).toBe(true);
  expect(harms(entries)).toEqual(["edited 3"]);
});
