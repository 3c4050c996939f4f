import { expect, test } from "vitest";
import { describeError } from "./log.server.ts";

test("a failed statement is told without its values, and with what caused it", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (email)=(ada@x) exists",
  });
  const error = new Error(
    "Failed query: insert into users values ($1)\nparams: ada@x,$argon2id$v=19$secret",
    { cause },
  );
  const told = JSON.stringify(describeError(error));
  expect(told).toContain("insert into users");
  expect(told).toContain("23505");
  expect(told).not.toMatch(/ada@x|argon2id/);
});

test("what is thrown and is no error does not get out", () => {
  expect(JSON.stringify(describeError({ password: "x" }))).not.toContain('"x"');
});
