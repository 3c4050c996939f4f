/** Crockford's base32: no letter is taken for a digit. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const digits = 16;

export const recoveryCodeCount = 10;

/** 80 of the bits of a digest (hexadecimal), as four groups of four. */
export function recoveryCodeOf(digest: string): string {
  const bits = BigInt(`0x${digest.slice(0, (digits * 5) / 4)}`);
  const code = Array.from(
    { length: digits },
    (_, place) => alphabet[Number((bits >> BigInt(5 * place)) & 31n)],
  );
  return [0, 4, 8, 12].map((start) => code.slice(start, start + 4).join("")).join("-");
}

/** As it was given out, whatever came of dashes, case and lookalikes on the way; undefined for what is none. */
export function normaliseRecoveryCode(typed: string): string | undefined {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(plain)) return undefined;
  return plain.replaceAll(/(.{4})(?=.)/g, "$1-");
}
