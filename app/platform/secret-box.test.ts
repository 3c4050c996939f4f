import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSecretBox, keysOfFolder } from "./secret-box.server.ts";

/** What Node says of what another key, or another purpose, sealed. */
const unauthentic = /unable to authenticate data/;
const key = () => randomBytes(32).toString("base64");

test("gives back what it sealed, which says nothing and is never twice the same", () => {
  const box = createSecretBox([key()]);
  const sealed = box.seal("JBSWY3DPEHPK3PXP", "totp:ada");
  expect(box.open(sealed, "totp:ada")).toBe("JBSWY3DPEHPK3PXP");
  expect(sealed).not.toContain("JBSWY3DPEHPK3PXP");
  expect(box.seal("JBSWY3DPEHPK3PXP", "totp:ada")).not.toBe(sealed);
});

test("refuses what was sealed for another purpose, and what was changed", () => {
  const box = createSecretBox([key()]);
  const sealed = box.seal("a secret", "totp:ada");
  expect(() => box.open(sealed, "totp:bob")).toThrow(unauthentic);
  const [version, id, body = ""] = sealed.split(".");
  const flipped = Buffer.from(body, "base64url");
  flipped[14]! ^= 1;
  expect(() => box.open(`${version}.${id}.${flipped.toString("base64url")}`, "totp:ada")).toThrow(
    unauthentic,
  );
});

test("a new key seals, and the old one still opens what it sealed", () => {
  const [older, newer] = [key(), key()];
  const sealed = createSecretBox([older]).seal("a secret", "p");
  const both = createSecretBox([newer, older]);
  expect(both.open(sealed, "p")).toBe("a secret");
  expect(both.isCurrent(sealed)).toBe(false);
  const again = both.seal("a secret", "p");
  expect(both.isCurrent(again)).toBe(true);
  expect(createSecretBox([newer]).open(again, "p")).toBe("a secret");
});

test("says which key is missing, and what to set where there is none", () => {
  const sealed = createSecretBox([key()]).seal("a secret", "p");
  const id = sealed.split(".")[1] ?? "";
  expect(() => createSecretBox([key()]).open(sealed, "p")).toThrow(id);
  expect(() => createSecretBox([]).seal("a secret", "p")).toThrow("SECRET_KEYS");
});

test("a data folder gets a key of its own, for its owner's eyes, and keeps it", () => {
  const folder = mkdtempSync(join(tmpdir(), "guidon-key-"));
  try {
    const made = keysOfFolder(folder);
    const file = join(folder, "secret.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keysOfFolder(folder)).toEqual(made);
    const newer = key();
    writeFileSync(file, `${newer}\n${readFileSync(file, "utf8")}`);
    expect(keysOfFolder(folder)).toEqual([newer, ...made]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
