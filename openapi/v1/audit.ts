import { z } from "zod";
import { operation } from "../operation.ts";
import { dryRunQuery, managers, pageQuery, projectParams, timeSchema } from "./common.ts";
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
  text: part("Part of the summary, the changes or the comment."),
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

const pageSchema = z.strictObject({ entries: z.array(entrySchema), next: z.string().nullable() });
const listed = { 200: { description: "One page.", schema: pageSchema } };

const verified = {
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
};
const verifying =
  "Reads all of it from the database and finds what was edited, deleted, inserted, put elsewhere or cut off. It cannot find a chain that was written anew as a whole: compare with a checkpoint that is kept elsewhere.";

const exportQuery = filterQuery.extend({
  format: z.enum(["ndjson", "csv"]).default("ndjson").meta({ description: "`csv` is answered as text/csv." }),
});
const exported = { 200: { description: "The file.", contentType: "application/x-ndjson" } } as const;
const exporting =
  "Lines of JSON with all that a chain is verified by (`guidon audit verify`), or CSV for spreadsheets. Whatever the filter leaves is sent while it is read, however much it is. A filtered export has gaps and does not verify as a whole. The export is an entry itself.";

const checkpoint = {
  200: {
    description: "The checkpoint.",
    schema: z
      .strictObject({
        chain: z.uuid(),
        sequence: z.number(),
        hash: z.string(),
        at: timeSchema,
        key: z.string().meta({ description: "The id of the key that signed it." }),
        signature: z.string().meta({
          description: "Ed25519, base64url, over the canonical JSON of the rest with `version: 1`.",
        }),
      })
      .meta({ id: "AuditCheckpoint" }),
  },
};
const checking =
  "Keep it where nobody who can write to the database can. With it a verifier finds what was cut off at the end, and a chain that was written anew as a whole.";

/** What happened in no project: no flag, no environment. */
const installationFilter = { flag: true, environment: true } as const;
const ofInstallation = { tag: "Audit", credentials: ["token", "session"] } as const;

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
    answers: listed,
    example: { params: { project: "storefront" }, query: { limit: "5", action: "flag" }, status: 200 },
  }),
  verifyAudit: operation({
    id: "verifyAudit",
    method: "get",
    path: "/api/v1/projects/{project}/audit/verify",
    summary: "Verify the chain of all entries of a project",
    description: verifying,
    tag: "Audit",
    credentials: managers,
    params: projectParams,
    answers: verified,
    example: { params: { project: "storefront" }, status: 200 },
  }),
  exportAudit: operation({
    id: "exportAudit",
    method: "get",
    path: "/api/v1/projects/{project}/audit/export",
    summary: "Export the audit log, oldest first",
    description: exporting,
    tag: "Audit",
    credentials: managers,
    params: projectParams,
    query: exportQuery,
    answers: exported,
    example: { params: { project: "storefront" }, query: { kind: "flag" }, status: 200 },
  }),
  getAuditCheckpoint: operation({
    id: "getAuditCheckpoint",
    method: "get",
    path: "/api/v1/projects/{project}/audit/checkpoint",
    summary: "A signed statement of where the chain ends now",
    description: checking,
    tag: "Audit",
    credentials: managers,
    params: projectParams,
    answers: checkpoint,
    example: { params: { project: "storefront" }, status: 200 },
  }),
  listInstallationAudit: operation({
    ...ofInstallation,
    id: "listInstallationAudit",
    method: "get",
    path: "/api/v1/audit",
    summary: "Who signed in, and what else happened in no project, newest first",
    description:
      "Sign-ins, passwords, second factors, personal tokens, accounts and single sign-on. For Owners of the whole installation.",
    query: pageQuery.extend(filterQuery.omit(installationFilter).shape),
    answers: listed,
    example: { query: { limit: "5", action: "session" }, status: 200 },
  }),
  verifyInstallationAudit: operation({
    ...ofInstallation,
    id: "verifyInstallationAudit",
    method: "get",
    path: "/api/v1/audit/verify",
    summary: "Verify the chain of what happened in no project",
    description: verifying,
    answers: verified,
    example: { status: 200 },
  }),
  exportInstallationAudit: operation({
    ...ofInstallation,
    id: "exportInstallationAudit",
    method: "get",
    path: "/api/v1/audit/export",
    summary: "Export the log of what happened in no project, oldest first",
    description: exporting,
    query: exportQuery.omit(installationFilter),
    answers: exported,
    example: { query: { format: "csv" }, status: 200 },
  }),
  getInstallationAuditCheckpoint: operation({
    ...ofInstallation,
    id: "getInstallationAuditCheckpoint",
    method: "get",
    path: "/api/v1/audit/checkpoint",
    summary: "A signed statement of where the installation's chain ends now",
    description: checking,
    answers: checkpoint,
    example: { status: 200 },
  }),
  listAuditKeys: operation({
    id: "listAuditKeys",
    method: "get",
    path: "/api/v1/audit/keys",
    summary: "The public keys that checkpoints are verified with",
    tag: "Audit",
    credentials: managers,
    answers: {
      200: {
        description: "The newest first. A key stays, so that what it signed can be verified.",
        schema: z.strictObject({
          keys: z.array(
            z.strictObject({
              id: z.string(),
              algorithm: z.literal("Ed25519"),
              publicKey: z.string().meta({ description: "32 bytes in base64url, the `x` of a JWK." }),
              createdAt: timeSchema,
            }),
          ),
        }),
      },
    },
    example: { status: 200 },
  }),
  erasePerson: operation({
    id: "erasePerson",
    method: "post",
    path: "/api/v1/erasures",
    summary: "Erase a person from everything that is kept",
    description:
      "A data-subject request, by an Owner of the whole installation: signed in, with a second factor given a short while ago, or by a personal token. The account goes with its sessions, tokens and keys; keys by which programs know the person become a pseudonym in targeting, history, lists and events; names and addresses leave the audit log, whose chains still verify. It cannot be undone.",
    tag: "Access",
    credentials: ["token", "session"],
    query: dryRunQuery,
    body: z.strictObject({
      email: z.email().max(254).optional(),
      keys: z
        .array(z.string().min(3).max(500))
        .max(20)
        .optional()
        .meta({ description: "Targeting keys, or what else programs know the person by." }),
      confirm: z
        .string()
        .max(500)
        .meta({ description: "The e-mail address, or else the first key, once more." }),
    }),
    answers: {
      200: {
        description: "What was found and erased, or with `dryRun` would be.",
        schema: z.strictObject({
          pseudonym: z.string().meta({ description: "Stands in the place of the person's keys." }),
          erased: z.array(z.strictObject({ what: z.string(), count: z.number() })),
        }),
      },
    },
  }),
} as const;
