import { compile, type Snapshot } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { chooseCoding, encodeSnapshot, tagOf } from "./encode-snapshot.ts";

const archived = Array.from({ length: 300 }, (_, i) => `old-flag-${i}`);
const snapshot: Snapshot = makeSnapshot({
  environment: "storefront/production",
  revision: 7,
  publishedAt: "2026-11-20T10:00:00Z",
  flags: [],
  segments: [],
  archived,
});
const live = () => ({
  id: "e",
  name: snapshot.environment,
  revision: 7,
  snapshot,
  program: compile(snapshot),
  lists: new Map(),
});

test("answers plainly until the compressed forms are there, then as the reader likes", async () => {
  const encoded = encodeSnapshot(live());
  expect(chooseCoding("br, gzip", encoded).coding).toBe("identity");
  await expect.poll(() => Object.keys(encoded.compressed).sort()).toEqual(["br", "gzip"]);
  expect(gunzipSync(chooseCoding("gzip", encoded).bytes)).toEqual(encoded.text);
  expect(brotliDecompressSync(chooseCoding("gzip, br", encoded).bytes)).toEqual(encoded.text);
  const chosen = [undefined, "", "deflate", "br;q=0, gzip;q=0.5", "BR", "gzip;q=0.000"].map(
    (header) => chooseCoding(header, encoded).coding,
  );
  expect(chosen).toEqual(["identity", "identity", "identity", "gzip", "br", "identity"]);
});

test("is made once for each revision", () => {
  const same = live();
  expect(encodeSnapshot(same)).toBe(encodeSnapshot(same));
});

test("other bytes have another tag", () => {
  expect(["identity", "gzip", "br"].map((coding) => tagOf('"7-ab"', coding as "br"))).toEqual([
    '"7-ab"',
    '"7-ab-gzip"',
    '"7-ab-br"',
  ]);
});
