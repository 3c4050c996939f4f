import { z } from "zod";
import { keySchema } from "./documents.ts";

export const timeSchema = z.iso
  .datetime()
  .refine((time) => time >= "1970" && time < "9999", "Give a time of this era.")
  .meta({ description: "RFC 3339, UTC." });

/** Whoever manages: a key with a role, or a person, by a browser or a program. */
export const managers = ["management", "token", "session"] as const;

export const projectParams = z.object({ project: keySchema });
export const environmentParams = z.object({ project: keySchema, environment: keySchema });

/** Text that people write: never empty, never endless. */
export const text = (most: number) => z.string().trim().min(1).max(most);

export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "How many at most; 50 where left out." }),
  cursor: z.string().max(2000).optional().meta({ description: "`next` of the page before." }),
});

/** Where a page ends. */
export const nextSchema = z
  .string()
  .nullable()
  .meta({ description: "The next page's `cursor`; null: this is the last." });

/** What a list can be sorted by; the first where left out. A dash before it: from high to low. */
export const sortedBy = <const Sorts extends readonly [string, ...string[]]>(...sorts: Sorts) =>
  z
    .enum(sorts)
    .optional()
    .meta({ description: `\`${sorts[0]}\` where left out. With a dash: from high to low, or newest first.` });

const flagOf = z.stringbool({ truthy: ["true"], falsy: ["false"] });
/** `true` or `false` in an address. */
export const yesOrNo = () => flagOf.optional();

export const ifMatch = z.object({
  "if-match": z.string().max(200).optional().meta({
    description: "The ETag that you read. `*` changes whatever is there. Without it: 428.",
  }),
});

/** Archiving says the same thing twice without harm and can be undone, so it takes a version but asks for none. */
export const optionalIfMatch = z.object({
  "if-match": z.string().max(200).optional().meta({
    description: "The ETag that you read, if nothing is to be archived that has changed since.",
  }),
});

export const dryRunQuery = z.object({
  dryRun: z
    .stringbool({ truthy: ["true"], falsy: ["false"] })
    .optional()
    .meta({
      description: "`true`: everything is checked and answered as it would be, and nothing is changed.",
    }),
});

export const changeQuery = dryRunQuery.extend({
  comment: z.string().max(1000).optional().meta({ description: "Why; kept with the revision." }),
});

/** Of every operation that creates; the front reads it. */
export const idempotencyKeyHeader = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, "An Idempotency-Key has 1 to 255 visible ASCII characters.")
    .optional()
    .meta({
      description:
        "A name of your own for this request, such as a UUID. Sent again within a day, it is answered as the first time and creates nothing more.",
    }),
});

export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: "Leads to the catalogue of errors." }),
    title: z.string(),
    status: z.number(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: "JSON Pointer into what was sent." }),
          message: z.string(),
        }),
      )
      .optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem", description: "Every error, as application/problem+json (RFC 9457)." });
