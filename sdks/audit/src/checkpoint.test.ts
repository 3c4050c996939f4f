import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { isSigned, keyIdOf, readCheckpoint, signCheckpoint } from "./checkpoint.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ format: "jwk" }).x ?? "";
const checkpoint = signCheckpoint(
  { chain: "chain", sequence: 7, hash: "a".repeat(64), at: "2026-11-20T10:00:00.000Z", key: keyIdOf(key) },
  privateKey,
);

test("a checkpoint verifies with the key that signed it, and with no other", () => {
  expect(isSigned(checkpoint, key)).toBe(true);
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x ?? "";
  expect(isSigned(checkpoint, other)).toBe(false);
  expect(isSigned(checkpoint, "no key")).toBe(false);
});

test.for([
  { sequence: 6 },
  { hash: "b".repeat(64) },
  { chain: "other" },
  { at: "2026-11-20T10:00:01.000Z" },
  { signature: "" },
])("a checkpoint that was changed does not: %o", (change) => {
  expect(isSigned({ ...checkpoint, ...change }, key)).toBe(false);
});

test("what is no checkpoint is not read as one", () => {
  expect(readCheckpoint(JSON.parse(JSON.stringify(checkpoint)))).toEqual(checkpoint);
  for (const other of [null, 7, {}, { ...checkpoint, sequence: "7" }, { ...checkpoint, hash: null }])
    expect(readCheckpoint(other)).toBeUndefined();
});
