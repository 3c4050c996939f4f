import { hash, randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 256 random bits as 43 base62 characters, safe in URLs, cookies and headers. */
export function newSecret(): string {
  let number = BigInt(`0x${randomBytes(32).toString("hex")}`);
  let text = "";
  for (let position = 0; position < 43; position++) {
    text = alphabet[Number(number % 62n)] + text;
    number /= 62n;
  }
  return text;
}

export function newSeed(): number {
  return randomBytes(4).readUInt32BE();
}

/** How every secret is kept at rest. They are 256 random bits, so a plain digest is enough. */
export function hashSecret(secret: string): string {
  return hash("sha256", secret);
}
