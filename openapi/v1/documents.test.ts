import type { Change, Condition, Evaluation, FlagDocument, SegmentDocument, Snapshot } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import {
  conditionSchema,
  snapshotSchema,
  type changeSchema,
  type evaluationSchema,
  type flagDocumentSchema,
  type segmentDocumentSchema,
} from "./documents.ts";

/**
 * Read-only to the bottom, so that types differ in nothing but what they say; any JSON is any JSON. An optional member
 * becomes a required one that says so: a member that one side lacks would be assignable otherwise.
 */
type Frozen<T> = [null | boolean | number | string] extends [T] ? "any JSON" : FrozenMember<T>;
type FrozenMember<T> = T extends readonly unknown[]
  ? { readonly [Index in keyof T]: Frozen<T[Index]> }
  : T extends object
    ? { readonly [Name in keyof T]-?: Frozen<T[Name]> | (object extends Pick<T, Name> ? "optional" : never) }
    : T;

/** Assignable both ways, members and all. */
type Same<A, B> = [Frozen<A>] extends [Frozen<B>] ? ([Frozen<B>] extends [Frozen<A>] ? true : false) : false;

test("the wire's schemas and the engine's types say the same, both ways", () => {
  expectTypeOf<Same<z.output<typeof flagDocumentSchema>, FlagDocument>>().toEqualTypeOf<true>();
  expectTypeOf<Same<z.output<typeof segmentDocumentSchema>, SegmentDocument>>().toEqualTypeOf<true>();
  expectTypeOf<Same<z.output<typeof conditionSchema>, Condition>>().toEqualTypeOf<true>();
  expectTypeOf<Same<z.output<typeof snapshotSchema>, Snapshot>>().toEqualTypeOf<true>();
  expectTypeOf<Same<z.output<typeof changeSchema>, Change>>().toEqualTypeOf<true>();
  expectTypeOf<Same<z.output<typeof evaluationSchema>, Evaluation>>().toEqualTypeOf<true>();
});

test("a snapshot that the engine makes parses, and an unknown field in it does not", () => {
  const snapshot = makeSnapshot({
    environment: "storefront/production",
    revision: 1,
    publishedAt: "2026-11-20T10:00:00.000Z",
    flags: [],
    segments: [],
    archived: ["old-banner"],
  });
  expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
  expect(snapshotSchema.safeParse({ ...snapshot, extra: 1 }).success).toBe(false);
});

test("a condition may be nested, and says where it is wrong", () => {
  const clause = { attribute: "country", op: "in" as const, values: ["DE"] };
  expect(conditionSchema.safeParse({ all: [{ not: clause }, { any: [clause] }] }).success).toBe(true);
  expect(conditionSchema.safeParse({ all: [{ not: { ...clause, op: "equals" } }] }).success).toBe(false);
});
