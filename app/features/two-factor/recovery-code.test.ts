import { expect, test } from "vitest";
import { normaliseRecoveryCode, recoveryCodeOf } from "./recovery-code.ts";

const code = recoveryCodeOf("00443214c74254b635cf84653a56d7c675be77df");

test("a code is four groups of four, without letters that look like digits", () => {
  expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  expect(recoveryCodeOf(`1${"0".repeat(39)}`)).not.toBe(recoveryCodeOf("0".repeat(40)));
});

test("is read as people type it", () => {
  expect(normaliseRecoveryCode(code)).toBe(code);
  expect(normaliseRecoveryCode(`  ${code.toUpperCase().replaceAll("-", " ")} `)).toBe(code);
  expect(normaliseRecoveryCode("OOOO-llll-iiii-0000")).toBe("0000-1111-1111-0000");
});

test("what is no code is none", () => {
  for (const typed of ["", "123456", "0000-0000-0000-000u", `${code}0`]) {
    expect(normaliseRecoveryCode(typed)).toBeUndefined();
  }
});
