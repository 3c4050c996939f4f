import { generateSecret, generateURI, verifySync } from "otplib";

/** As authenticator apps expect it: six digits, a new code every 30 seconds, SHA-1 (RFC 6238). */
const period = 30;

/** 160 random bits in base32. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What a QR code says to an authenticator app. */
export function totpUri(input: { secret: string; email: string }): string {
  return generateURI({ issuer: "Guidon", label: input.email, secret: input.secret });
}

/** The time step whose code this is, of the present one and its two neighbours; undefined for a wrong code. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const found = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: period,
  });
  return found.valid && "timeStep" in found ? found.timeStep : undefined;
}
