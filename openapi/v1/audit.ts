import { z } from "zod";
import { operation } from "../operation.ts";
import { managers, pageQuery, projectParams, timeSchema } from "./common.ts";
import { keySchema } from "./documents.ts";

const part = (description: string) => z.string().min(1).max(200).optional().meta({ description });

const filterQuery = z.object({
  actor: part("Part of the name, the e-mail address or the id of whoever acted."),
  action: part("An action, `targeting.changed`, or all of a noun's, `targeting`."),
  kind: part("What it happened to: `flag`, `member`, `key`, …"),
  key: part("The key of what it happened to."),
  flag: keySchema.optional().meta({ description: "The same as the kind `flag` and this key." }),
  environment: keySchema.optional(),
  from: timeSchema.optional().meta({ description: "From then on." }),
  to: timeSchema.optional().meta({ description: "Before then." }),
  text: part("Part of the summary, the changes, the comment or the subject's key."),
});

const entrySchema = z
  .strictObject({
    sequence: z.number().meta({ description: "1, 2, 3 … within the project, without gaps." }),
    at: timeSchema,
    actor: z.strictObject({
      kind: z.string().meta({ description: "`user`, `token`, `key`, `system` or `anonymous`." }),
      id: z.string().nullable(),
      name: z.string(),
      email: z.string().nullable(),
      token: z.string().nullable().meta({ description: "The personal token by which the person acted." }),
    }),
    action: z.string(),
    environment: z.string().nullable(),
    subject: z.strictObject({ kind: z.string(), key: z.string() }),
    summary: z.string(),
    changes: z.array(z.string()),
    comment: z.string(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    traceId: z.string().nullable(),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });

export const auditOperations = {
  listAuditEntries: operation({
    id: "listAuditEntries",
    method: "get",
    path: "/api/v1/projects/{project}/audit",
    summary: "Who changed what, newest first",
    tag: "Audit",
    credentials: managers,
    params: projectParams,
    query: pageQuery.extend(filterQuery.shape),
    answers: {
      200: {
        description: "One page.",
        schema: z.strictObject({ entries: z.array(entrySchema), next: z.string().nullable() }),
      },
    },
    example: { params: { project: "storefront" }, query: { limit: "5", action: "flag" }, status: 200 },
  }),
  verifyAudit: operation({
    id: "verifyAudit",
    method: "get",
    path: "/api/v1/projects/{project}/audit/verify",
    summary: "Verify the chain of all entries of a project",
    description:
      "Reads all of it from the database and finds what was edited, deleted, inserted, put elsewhere or cut off. It cannot find a chain that was written anew as a whole: compare with a checkpoint that is kept elsewhere.",
    tag: "Audit",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "What was found; an intact chain has no findings.",
        schema: z.strictObject({
          intact: z.boolean(),
          entries: z.number(),
          last: z.strictObject({ sequence: z.number(), hash: z.string() }).nullable(),
          erased: z.number().meta({ description: "Values that were erased, each by an entry of the chain." }),
          findings: z.array(
            z.strictObject({
              harm: z.enum(["unreadable", "edited", "deleted", "inserted", "reordered", "truncated"]),
              sequence: z.number(),
              message: z.string(),
            }),
          ),
        }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
} as const;
