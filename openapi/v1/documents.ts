import { z } from "zod";

/** The wire form of what SDKs evaluate. A test ties these schemas to the engine's own types, both ways. */

export const keySchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, {
    message:
      "A key begins with a letter or digit and has only letters, digits, dots, underscores and dashes (at most 200).",
  })
  .meta({ id: "Key", description: "Never changes; names may." });

/** Named, so that types made from the document can refer to it: JSON holds JSON. */
export const jsonSchema: z.ZodType<z.util.JSONType> = z
  .lazy(() =>
    z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(jsonSchema),
      z.record(z.string(), jsonSchema),
    ]),
  )
  .meta({ id: "Json", description: "Any JSON value." });

const draw = {
  by: z
    .array(z.string())
    .min(1)
    .meta({ description: "Attribute paths; the first usable one gives the unit." }),
  seed: z.int().min(0).max(4_294_967_295),
};
const range = z.tuple([z.number(), z.number()]).meta({ description: "`[from, to)` in units of 1/100,000." });

const hashProfile = z
  .strictObject({
    digest: z.enum(["murmur3", "fnv1a32", "fnv1a32-twice", "sha1", "md5", "sha256"]),
    seed: z.number().exactOptional(),
    bits: z.number().exactOptional(),
    absolute: z.boolean().exactOptional(),
    prefix: z.string(),
    suffix: z.string(),
    codeUnits: z.boolean().exactOptional(),
    reduce: z.union([
      z.strictObject({
        kind: z.literal("mod"),
        size: z.number(),
        plus: z.union([z.literal(0), z.literal(1)]).exactOptional(),
      }),
      z.strictObject({ kind: z.literal("scale"), size: z.number() }),
      z.strictObject({
        kind: z.literal("ratio"),
        size: z.number(),
        over: z.number().exactOptional(),
        mod: z.number().exactOptional(),
      }),
    ]),
    range: z.enum(["half-open", "upper-inclusive", "both-inclusive"]).exactOptional(),
    missing: z.enum(["nothing", "zero"]).exactOptional(),
    empty: z.enum(["missing", "hash"]).exactOptional(),
    past: z.enum(["nothing", "last"]).exactOptional(),
    again: z.strictObject({ at: z.number(), join: z.string() }).exactOptional(),
  })
  .meta({ id: "HashProfile", description: "How another system turns a unit into a number." });

const sampleSchema = z
  .strictObject({ ...draw, hash: hashProfile.exactOptional(), ranges: z.array(range) })
  .meta({ id: "Sample" });
const gateSchema = z
  .strictObject({
    kind: z.enum(["traffic", "layer", "holdout"]),
    ...draw,
    hash: hashProfile.exactOptional(),
    ranges: z.array(range),
  })
  .meta({ id: "Gate" });

export const splitSchema = z
  .strictObject({
    ...draw,
    hash: hashProfile.exactOptional(),
    slices: z.array(z.tuple([z.string(), z.number(), z.number()])).meta({
      description: "`[variant, from, to)` in units of 1/100,000; several a variant, gaps allowed.",
    }),
    gates: z.array(gateSchema).exactOptional(),
    otherwise: z.string().exactOptional(),
    experiment: z.strictObject({ key: z.string(), phase: z.number() }).exactOptional(),
  })
  .meta({ id: "Split" });

export const serveSchema = z
  .union([z.strictObject({ variant: z.string() }), z.strictObject({ split: splitSchema })])
  .meta({ id: "Serve" });

export const operatorSchema = z
  .enum([
    "in",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "lt",
    "lte",
    "gt",
    "gte",
    "between",
    "before",
    "after",
    "semverEq",
    "semverLt",
    "semverLte",
    "semverGt",
    "semverGte",
    "inCidr",
    "exists",
    "sizeEq",
    "sizeGt",
    "sizeLt",
  ])
  .meta({ id: "Operator" });

const clauseSchema = z
  .strictObject({
    attribute: z.string().min(1),
    op: operatorSchema,
    values: z.array(z.union([z.string(), z.number(), z.boolean()])),
    ignoreCase: z.boolean().exactOptional(),
    quantifier: z.enum(["any", "all"]).exactOptional(),
  })
  .meta({ id: "Clause" });

type Clause = z.infer<typeof clauseSchema>;
type Sample = z.infer<typeof sampleSchema>;
/** Written out, since TypeScript infers no type that refers to itself. */
type ConditionShape =
  | { all: ConditionShape[] }
  | { any: ConditionShape[] }
  | { not: ConditionShape }
  | { known: ConditionShape }
  | Clause
  | { segment: string }
  | { flag: string; variants: string[] }
  | { sample: Sample }
  | { some: string; where: ConditionShape };

export const conditionSchema: z.ZodType<ConditionShape> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(conditionSchema) }),
      z.strictObject({ any: z.array(conditionSchema) }),
      z.strictObject({ not: conditionSchema }),
      z.strictObject({ known: conditionSchema }),
      clauseSchema,
      z.strictObject({ segment: z.string() }),
      z.strictObject({ flag: z.string(), variants: z.array(z.string()) }),
      z.strictObject({ sample: sampleSchema }),
      z.strictObject({ some: z.string(), where: conditionSchema }),
    ]),
  )
  .meta({ id: "Condition", description: "True, false or unknown; a rule matches on true alone." });

export const variantSchema = z.strictObject({ key: keySchema, value: jsonSchema }).meta({ id: "Variant" });

const configuration = {
  on: z.boolean(),
  offVariant: z.string().nullable().meta({ description: "`null`: the caller's default." }),
  prerequisites: z.array(
    z.strictObject({
      flag: z.string(),
      variants: z.array(z.string()),
      acceptOff: z.boolean().exactOptional(),
    }),
  ),
  targets: z.array(z.strictObject({ by: z.string(), keys: z.array(z.string()), variant: z.string() })),
  rules: z.array(
    z.strictObject({
      id: z.string().min(1),
      name: z.string().exactOptional(),
      when: conditionSchema,
      serve: serveSchema,
    }),
  ),
  fallthrough: serveSchema,
};

/** How much one flag may hold in an environment: what is larger belongs into a segment. */
const limits = { rules: 500, prerequisites: 100, targets: 100, keys: 10_000 } as const;

export const targetingSchema = z
  .strictObject({
    ...configuration,
    prerequisites: configuration.prerequisites.max(limits.prerequisites),
    targets: configuration.targets
      .max(limits.targets)
      .refine((targets) => targets.reduce((sum, { keys }) => sum + keys.length, 0) <= limits.keys, {
        message: `At most ${limits.keys} keys are targeted one by one. Put more into a segment.`,
      }),
    rules: configuration.rules.max(limits.rules),
  })
  .meta({ id: "Targeting", description: "What a flag does in one environment." });

export const flagTypeSchema = z.enum(["boolean", "string", "number", "object"]).meta({ id: "FlagType" });

export const flagDocumentSchema = z
  .strictObject({
    key: z.string(),
    revision: z.number(),
    engine: z.number().meta({ description: "The lowest engine level that this document needs." }),
    type: flagTypeSchema,
    variants: z.array(z.strictObject({ key: z.string(), value: jsonSchema })),
    kill: z.strictObject({ variant: z.string().nullable() }).exactOptional(),
    ...configuration,
    client: z.boolean(),
    metadata: z.record(z.string(), jsonSchema),
  })
  .meta({ id: "FlagDocument" });

const listSchema = z.union([
  z.strictObject({ keys: z.array(z.string()) }),
  z.strictObject({ revision: z.number(), count: z.number(), digest: z.string() }),
]);

export const segmentDocumentSchema = z
  .strictObject({
    key: z.string(),
    revision: z.number(),
    engine: z.number(),
    by: z.string(),
    rules: z.array(z.strictObject({ when: conditionSchema })),
    lists: z.strictObject({ included: listSchema, excluded: listSchema }),
  })
  .meta({ id: "SegmentDocument" });

const countsSchema = z.strictObject({ flags: z.number(), segments: z.number(), archived: z.number() });

export const snapshotSchema = z
  .strictObject({
    format: z.literal(1),
    environment: z.string(),
    revision: z.number(),
    publishedAt: z.string(),
    counts: countsSchema,
    checksum: z.string(),
    flags: z.array(flagDocumentSchema),
    segments: z.array(segmentDocumentSchema),
    archived: z.array(z.string()),
  })
  .meta({
    id: "Snapshot",
    description: "Everything an environment evaluates with at one revision; complete or refused.",
  });

export const changeSchema = z
  .strictObject({
    format: z.literal(1),
    environment: z.string(),
    from: z.number(),
    to: z.number(),
    publishedAt: z.string(),
    upsert: z.array(
      z.union([
        z.strictObject({ kind: z.literal("flag"), document: flagDocumentSchema }),
        z.strictObject({ kind: z.literal("segment"), document: segmentDocumentSchema }),
      ]),
    ),
    remove: z.array(z.strictObject({ kind: z.enum(["flag", "segment"]), key: z.string() })),
    archived: z.strictObject({ add: z.array(z.string()), remove: z.array(z.string()) }),
    counts: countsSchema,
    checksum: z.string(),
    lists: z
      .array(
        z.strictObject({
          segment: z.string(),
          list: z.enum(["included", "excluded"]),
          since: z.number(),
          added: z.array(z.string()),
          removed: z.array(z.string()),
        }),
      )
      .exactOptional()
      .meta({
        description:
          "Short ways to lists that the changed segments refer to: what came and went since a revision of the list. Other lists are fetched.",
      }),
  })
  .meta({ id: "Change", description: "The way from one snapshot to a later one of the same environment." });

export const reasonSchema = z.enum(["STATIC", "DEFAULT", "TARGETING_MATCH", "SPLIT", "DISABLED", "ERROR"]);

export const evaluationSchema = z
  .strictObject({
    value: jsonSchema,
    variant: z.string().nullable(),
    reason: reasonSchema,
    errorCode: z.enum(["FLAG_NOT_FOUND", "TYPE_MISMATCH", "PARSE_ERROR", "GENERAL"]).exactOptional(),
    detail: z
      .enum([
        "killed",
        "archived",
        "prerequisite",
        "unit_missing",
        "outside_traffic",
        "outside_layer",
        "held_out",
        "engine_too_old",
      ])
      .exactOptional(),
    ruleId: z.string().exactOptional(),
    ruleIndex: z.number().exactOptional(),
    flagRevision: z.number(),
    environmentRevision: z.number(),
    experiment: z.strictObject({ key: z.string(), phase: z.number() }).exactOptional(),
    draws: z
      .strictObject({ gates: z.array(z.number().nullable()), split: z.number().exactOptional() })
      .exactOptional(),
    unit: z.strictObject({ path: z.string(), value: z.string() }).exactOptional(),
    validUntil: z.number().exactOptional(),
  })
  .meta({
    id: "Evaluation",
    description:
      "What a flag served and why. `value` and `variant` are `null` where the caller's default is to be used.",
  });
