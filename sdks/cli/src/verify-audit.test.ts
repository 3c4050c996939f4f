import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { genesis, hashOf, keptDigest, keyIdOf, signCheckpoint, type ChainEntry } from "@guidon/audit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "guidon-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

const chain: ChainEntry[] = [];
for (let sequence = 1; sequence <= 4; sequence++) {
  const keep = (value: unknown) => ({ salt: "salt", value, digest: keptDigest({ salt: "salt", value }) });
  const entry: ChainEntry = {
    ...{ chain: "c", sequence, at: "2026-11-20T10:00:00.000Z", action: "flag.changed", environment: null },
    ...{ subject: { kind: "flag", key: "dark-mode" }, actorKind: "user", requestId: null, traceId: null },
    ...{ erased: null, previous: chain.at(-1)?.hash ?? genesis, hash: "" },
    kept: {
      ...{
        actor: keep("Ann"),
        origin: keep("192.0.2.7"),
        details: keep(`Change ${sequence}`),
        subject: null,
      },
    },
  };
  chain.push({ ...entry, hash: hashOf(entry) });
}
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ format: "jwk" }).x ?? "";
const checkpoint = signCheckpoint(
  { chain: "c", sequence: 4, hash: chain[3]?.hash ?? "", at: "2026-11-20T10:00:00.000Z", key: keyIdOf(key) },
  privateKey,
);
const linesOf = (entries: readonly unknown[]) =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

async function guidon(
  args: readonly string[],
  input = "",
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await run(args, {
    write: (text) => void (out += text),
    complain: (text) => void (err += text),
    input: Readable.from([input]),
    env: {},
  });
  return { code, out, err };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test("says that an untouched export is intact, from a file or the input", async () => {
  const name = await file("whole.ndjson", linesOf(chain));
  const found = await guidon(["audit", "verify", name]);
  expect(found).toMatchObject({ code: 0, err: "" });
  expect(found.out).toContain("Intact: 4 entries");
  expect(await guidon(["audit", "verify", "-"], linesOf(chain))).toEqual(found);
});

test("names what was edited, deleted, inserted and reordered, and ends with 1", async () => {
  const [first, second, third, fourth] = chain;
  const asked = (entries: readonly unknown[]) => guidon(["audit", "verify", "-"], linesOf(entries));
  expect(await asked([first, { ...second, action: "flag.killed" }, third, fourth])).toMatchObject({
    code: 1,
    out: expect.stringContaining("EDITED     Entry 2"),
  });
  expect((await asked([first, third, fourth])).out).toContain("DELETED    Entry 2 is missing.");
  expect((await asked([first, second, second, third, fourth])).out).toContain(
    "INSERTED   There is more than one entry 2.",
  );
  expect((await asked([first, third, second, fourth])).out).toContain("REORDERED  Entry 2");
  expect((await guidon(["audit", "verify", "-"], `${linesOf([first])}no json\n`)).out).toContain(
    "UNREADABLE",
  );
});

test("finds what was cut off by a checkpoint, whose signature it verifies", async () => {
  const name = await file("checkpoint.json", JSON.stringify(checkpoint));
  const whole = ["audit", "verify", "-", "--checkpoint", name, `--key=${key}`];
  expect(await guidon(whole, linesOf(chain))).toMatchObject({ code: 0, err: "" });
  const cut = await guidon(whole, linesOf(chain.slice(0, 2)));
  expect(cut).toMatchObject({
    code: 1,
    out: expect.stringContaining("TRUNCATED  Entries 3 to 4 are missing"),
  });
  const unsigned = await guidon(["audit", "verify", "-", "--checkpoint", name], linesOf(chain));
  expect(unsigned).toMatchObject({ code: 0, err: expect.stringContaining("not verified") });
});

test("refuses a checkpoint that another key signed, or nobody", async () => {
  const forged = await file(
    "forged.json",
    JSON.stringify({ ...checkpoint, sequence: 3, hash: chain[2]?.hash }),
  );
  const asked = ["audit", "verify", "-", "--checkpoint", forged];
  expect(await guidon([...asked, `--key=${key}`], linesOf(chain))).toMatchObject({
    code: 2,
    err: expect.stringContaining("does not have the signature"),
  });
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x ?? "";
  expect((await guidon([...asked, `--key=${other}`], "")).err).toContain("which was not given");
  const none = await file("none.json", "{}");
  expect((await guidon(["audit", "verify", "-", "--checkpoint", none])).err).toContain("is not a checkpoint");
});

test("gives the verdict as JSON", async () => {
  const { out } = await guidon(["audit", "verify", "-", "--json"], linesOf(chain.slice(1)));
  expect(JSON.parse(out)).toMatchObject({ intact: false, findings: [{ harm: "deleted", sequence: 1 }] });
});

test("says what it does not understand, and how it is used", async () => {
  expect(await guidon(["audit", "verify"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("one file"),
  });
  expect(await guidon(["audit", "verify", "-", "--no"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("--no"),
  });
  expect(await guidon(["audit", "verify", "/nowhere"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("ENOENT"),
  });
  expect(await guidon(["fly"])).toMatchObject({ code: 2, err: expect.stringContaining('no command "fly"') });
  expect(await guidon(["--help"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("guidon audit verify"),
  });
  expect((await guidon(["audit", "verify", "--help"])).out).toContain("--checkpoint");
});
