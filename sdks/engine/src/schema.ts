/** What documents must be like. Whatever is planned has been checked here first, so that plans need not look again. */
import { BUCKETS } from "./bucket.ts";
import { DEEPEST } from "./graph.ts";
import { isScalar, planOf } from "./operators.ts";
import { isObject, type Members } from "./path.ts";
import type { Abilities } from "./planner.ts";
import { ENGINE_LEVEL } from "./trusting.ts";
import type { Facts, Reference } from "./entry.ts";
import type { DocumentKind, HashProfile, Problem } from "./types.ts";

type Rule = (value: unknown, check: Check) => void;

/** What is found out about one document: it may be planned only if there are no problems. */
class Check {
  readonly problems: Problem[] = [];
  /** The flags and segments it needs. */
  readonly references: Reference[] = [];
  /** How deep its conditions are nested. */
  depth = 1;
  level = 0;
  /** The object whose members are looked at, and what the flag at hand has said of itself so far. */
  owner: Members = {};
  type: unknown;
  readonly variants = new Set<unknown>();
  /** Where the ranges of the draw at hand end, and which numbers they may begin and end with. */
  size = BUCKETS;
  isEnd: (value: unknown) => boolean = Number.isInteger;
  readonly options: Abilities;
  private readonly path: (string | number)[] = [];

  constructor(options: Abilities) {
    this.options = options;
  }

  /** Whether a newer engine (or one with a matcher, or with hash profiles) might run it. */
  get isTooOld(): boolean {
    return this.problems.some(({ code }) => /^(engine_|unknown_[oh]|missing_)/.test(code));
  }

  get pointer(): string {
    return this.path.map((name) => `/${name}`).join("");
  }

  problem(code: string): void {
    this.problems.push({ pointer: this.pointer, code, message: code.replaceAll("_", " ") });
  }

  at(name: string | number, value: unknown, rule: Rule): void {
    this.path.push(name);
    rule(value, this);
    this.path.pop();
  }
}

const is =
  (code: string, holds: (value: unknown, check: Check) => boolean): Rule =>
  (value, check) => {
    if (!holds(value, check)) check.problem(code);
  };
const optional =
  (rule: Rule): Rule =>
  (value, check) => {
    if (value !== undefined) rule(value, check);
  };
const array =
  (item: Rule): Rule =>
  (value, check) => {
    if (!Array.isArray(value)) check.problem("not_an_array");
    else for (let i = 0; i < value.length; i++) check.at(i, value[i], item);
  };
const object =
  (members: Readonly<Record<string, Rule>>): Rule =>
  (value, check) => {
    const source = isObject(value) ? value : {};
    if (source !== value) check.problem("not_an_object");
    check.owner = source;
    for (const name in members) check.at(name, source[name], members[name]!);
  };

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const text = is("not_a_text", isText);
const boolean = is("not_a_boolean", (value) => typeof value === "boolean");
const integer = is("not_an_integer", Number.isSafeInteger);
const texts: Rule = (value, check) => {
  if (!Array.isArray(value)) check.problem("not_an_array");
  else if (!value.every((item) => typeof item === "string")) check.problem("not_texts");
};
const unit: Rule = (value, check) => {
  if (!isText(value)) check.problem("not_a_text");
  else if (value.startsWith("$")) check.problem("reserved_attribute");
};

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Whether a text can be the key of a flag, segment, variant, project or environment. */
export const isKey = (value: unknown): value is string => typeof value === "string" && KEY.test(value);

const reference =
  (kind: DocumentKind): Rule =>
  (value, check) => {
    text(value, check);
    const { variants = [] } = check.owner as { readonly variants?: readonly string[] };
    check.references.push({ kind, key: value as string, pointer: check.pointer, variants });
  };

const isRange = (from: unknown, to: unknown, { size, isEnd }: Check): boolean =>
  isEnd(from) &&
  isEnd(to) &&
  0 <= (from as number) &&
  (from as number) <= (to as number) &&
  (to as number) <= size;

const draw = (members: Readonly<Record<string, Rule>>): Rule => {
  const rule = object({
    by: (value, check) => {
      texts(value, check);
      if (Array.isArray(value) && value.every((path) => typeof path === "string")) array(unit)(value, check);
    },
    seed: is("not_a_seed", (value) => (value as number) >>> 0 === value),
    hash: optional((value, check) => {
      const profile = check.options.hasher?.(value as HashProfile);
      if (!profile) check.problem("unknown_hash_profile");
      check.size = profile?.size ?? BUCKETS;
      check.isEnd = profile ? Number.isFinite : Number.isInteger;
    }),
    ...members,
  });
  return (value, check) => {
    check.size = BUCKETS;
    check.isEnd = Number.isInteger;
    rule(value, check);
  };
};
const sample = {
  ranges: array(
    is("not_a_range", (range, check) => Array.isArray(range) && isRange(range[0], range[1], check)),
  ),
};

const variant = is("unknown_variant", (value, { variants }) => isText(value) && variants.has(value));
const variantOrNull: Rule = (value, check) => {
  if (value !== null) variant(value, check);
};

const slices: Rule = (value, check) => {
  const ranges: [number, number][] = [];
  array((slice, inner) => {
    const [served, from, to] = Array.isArray(slice) ? (slice as unknown[]) : [];
    if (!isRange(from, to, inner)) inner.problem("not_a_range");
    else if (from !== to) ranges.push([from as number, to as number]);
    inner.at(0, served, variant);
  })(value, check);
  ranges.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < ranges.length; i++)
    if (ranges[i]![0] < ranges[i - 1]![1]) check.problem("overlapping_slices");
};

const KINDS: readonly unknown[] = ["traffic", "layer", "holdout"];
const split = draw({
  slices,
  gates: optional(array(draw({ kind: is("not_a_gate_kind", (kind) => KINDS.includes(kind)), ...sample }))),
  otherwise: optional(variant),
  experiment: optional(object({ key: text, phase: integer })),
});
const serve: Rule = (value, check) => {
  const source = isObject(value) ? value : {};
  if (source !== value) check.problem("not_an_object");
  if (source["variant"] === undefined) check.at("split", source["split"], split);
  else if (source["split"] !== undefined) check.problem("not_one_of_variant_and_split");
  if (source["variant"] !== undefined) check.at("variant", source["variant"], variant);
};

const values: Rule = (value = [], check) => {
  const { op } = check.owner;
  const { matcher, moreOperators } = check.options;
  const ignoreCase = check.owner["ignoreCase"] === true;
  const plan = planOf(op, ignoreCase, check.options);
  if (!Array.isArray(value)) check.problem("not_an_array");
  else if (op !== "exists" && !value.every(isScalar)) check.problem("not_scalars");
  else if (op === "matches" && !matcher) check.problem("missing_matcher");
  else if (ignoreCase && !moreOperators) check.problem("missing_folding");
  else if (plan && !plan(value)) check.problem(op === "exists" ? "takes_no_values" : "invalid_values");
};

const condition: Rule = (value, check) => {
  check.depth = Math.max(check.depth, ++check.level);
  const [form, ...others] = isObject(value)
    ? Object.keys(FORMS).filter((name) => Object.hasOwn(value, name))
    : [];
  if (check.level > DEEPEST) check.problem("nested_too_deep");
  else if (form === undefined || others.length > 0) check.problem("not_a_condition");
  else FORMS[form]!(value, check);
  check.level--;
};

/** By the one member that tells the form of a condition. */
const FORMS: Readonly<Record<string, Rule>> = {
  attribute: object({
    attribute: text,
    ignoreCase: optional(boolean),
    quantifier: optional(is("not_a_quantifier", (value) => value === "any" || value === "all")),
    values,
    op: is(
      "unknown_operator",
      (op, { options }) => op === "matches" || planOf(op, false, options) !== undefined,
    ),
  }),
  all: object({ all: array(condition) }),
  any: object({ any: array(condition) }),
  not: object({ not: condition }),
  known: object({ known: condition }),
  segment: object({ segment: reference("segment") }),
  flag: object({ variants: texts, flag: reference("flag") }),
  sample: object({ sample: draw(sample) }),
  some: object({ some: text, where: condition }),
};

const list: Rule = (value, check) => {
  const { keys, revision, count, digest } = isObject(value) ? value : {};
  if (!isObject(value)) check.problem("not_an_object");
  if (keys !== undefined) check.at("keys", keys, texts);
  else if (!Number.isSafeInteger(revision) || !Number.isSafeInteger(count) || typeof digest !== "string")
    check.problem("not_a_list");
};

const TYPES: readonly unknown[] = ["boolean", "string", "number", "object"];
const RULES: Readonly<Record<DocumentKind, Rule>> = {
  flag: object({
    type: is("not_a_flag_type", (value, check) => TYPES.includes((check.type = value))),
    variants: array(
      object({
        key: (value, check) => {
          if (!isKey(value)) check.problem("not_a_key");
          else if (check.variants.has(value)) check.problem("duplicate_key");
          else check.variants.add(value);
        },
        value: is(
          "not_of_the_flags_type",
          (value, { type }) =>
            typeof value === type && value !== null && (type !== "number" || Number.isFinite(value)),
        ),
      }),
    ),
    revision: integer,
    on: boolean,
    kill: optional(object({ variant: variantOrNull })),
    offVariant: variantOrNull,
    prerequisites: array(object({ variants: texts, acceptOff: optional(boolean), flag: reference("flag") })),
    targets: array(object({ by: unit, keys: texts, variant })),
    rules: array(object({ id: text, when: condition, serve })),
    fallthrough: serve,
  }),
  segment: object({
    by: unit,
    rules: array(object({ when: condition })),
    lists: object({ included: list, excluded: list }),
  }),
};

/** Checks a document by itself. Total, whatever it is given. */
export function checkDocument(kind: DocumentKind, source: unknown, options: Abilities): Facts {
  const check = new Check(options);
  const { key, engine } = isObject(source) ? source : {};
  if (typeof engine === "number" && engine > ENGINE_LEVEL)
    check.at(
      "engine",
      engine,
      is("engine_too_old", () => false),
    );
  else {
    check.at("key", key, is("not_a_key", isKey));
    check.at(
      "engine",
      engine,
      is("not_an_engine_level", (level) => Number.isInteger(level) && (level as number) > 0),
    );
    RULES[kind](source, check);
  }
  return factsOf(check);
}

/** Checks a condition by itself. */
export function checkCondition(source: unknown, options: Abilities): Facts {
  const check = new Check(options);
  condition(source, check);
  return factsOf(check);
}

const SOUND = /* @__PURE__ */ new Map<number, Facts>();

/** What was found out; most documents have no more to them than how deep they are, and share that. */
function factsOf({ problems, references, depth, isTooOld }: Check): Facts {
  if (problems.length + references.length > 0) return { problems, references, depth, isTooOld };
  let facts = SOUND.get(depth);
  if (!facts) SOUND.set(depth, (facts = { problems, references, depth, isTooOld }));
  return facts;
}
