import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Secrets } from "./context.ts";
import { Problem } from "./problem.ts";

interface Key {
  /** Follows from the key, so that nobody has to give names to keys. */
  readonly id: string;
  readonly bytes: Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under the first of the keys; the others only open what they sealed before. What is sealed says by which
 * key, and is bound to its purpose, so that it cannot be moved to another row or column.
 */
export function createSecretBox(keys: readonly string[]): Secrets {
  const ring = keys.map(readKey);
  const [current] = ring;
  return {
    seal(text, purpose) {
      if (current === undefined) throw withoutKeys();
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", current.bytes, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.id}.${sealed.toString("base64url")}`;
    },
    open(sealed, purpose) {
      const [version, id, body] = sealed.split(".");
      const key = ring.find((each) => each.id === id);
      if (version !== "v1" || body === undefined) throw new Error("This was not sealed by a secret box.");
      if (key === undefined) throw withoutKeys(id);
      const bytes = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-tagBytes));
      return (
        decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8")
      );
    },
    isCurrent: (sealed) => sealed.split(".")[1] === current?.id,
  };
}

function readKey(text: string): Key {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 32) throw new Error("A secret key has 32 bytes, in base64.");
  return { id: hash("sha256", bytes).slice(0, 8), bytes };
}

function withoutKeys(id?: string): Problem {
  return new Problem("unavailable", {
    detail:
      id === undefined
        ? "Nothing can be encrypted here until SECRET_KEYS is set on the server."
        : `What is needed here was encrypted with the key ${id}, which is not among the server's SECRET_KEYS.`,
  });
}

/** The key that the data folder keeps for itself, one a line with the newest first; made where there is none. */
export function keysOfFolder(folder: string): string[] {
  const file = join(folder, "secret.key");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}
