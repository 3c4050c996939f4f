import { hash, verify } from "@node-rs/argon2";

/** Argon2id with the OWASP minimum of 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * Takes as long for an unknown address as for a known one: where there is no hash, the password is checked against
 * one that fits nothing.
 */
export async function checkPassword(storedHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword("the hash that no password is compared with in earnest");
  const matches = await verify(storedHash ?? (await decoy), password);
  return storedHash !== undefined && matches;
}

let decoy: Promise<string> | undefined;
