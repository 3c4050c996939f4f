import { eq } from "drizzle-orm";
import { pino } from "pino";
import { v7 as uuidv7 } from "uuid";
import { appendEntries } from "../../app/features/audit/append-audit.server.ts";
import type { AuditDraft } from "../../app/features/audit/audit-draft.ts";
import type { Actor, Context } from "../../app/platform/context.ts";
import { newSecret } from "../../app/platform/random.server.ts";
import { connect } from "../../db/client.server.ts";
import { projects } from "../../db/schema/projects.ts";
import { startEmbedded } from "../../db/embedded.server.ts";
import { ask, type Site } from "../../e2e/site.fixture.ts";

export const project = "warehouse";

const kinds = ["release", "experiment", "ops", "permission", "kill-switch"] as const;
const teams = ["payments", "search", "growth", "platform", "support"] as const;
const pick = <T>(from: readonly T[], index: number): T => from[index % from.length]!;

export const flagKey = (index: number): string => `flag-${String(index).padStart(4, "0")}`;

/** By the API, as somebody would: every flag has its documents in every environment's log. Returns the project's id. */
export async function createFlags(site: Site, count: number): Promise<void> {
  await ask(site.olga, "POST", "/api/v1/projects", { key: project, name: "Warehouse" });
  for (let index = 0; index < count; index++) {
    await ask(site.olga, "POST", `/api/v1/projects/${project}/flags`, {
      key: flagKey(index),
      name: `${pick(["Faster", "New", "Quiet", "Second", "Better"], index)} ${pick(["basket", "search", "invoices", "labels"], index >> 2)} ${index}`,
      description: "What it is for, in a sentence as people write them when they make a flag.",
      kind: pick(kinds, index),
      owner: pick(teams, index),
      tags: [pick(teams, index + 1), pick(["web", "app", "back-office"], index)],
      environments: {
        production: { on: index % 3 !== 0, rollout: pick([1, 10, 50, 100], index) },
        staging: { on: true, targets: ["qa-bot"] },
      },
    });
  }
}

/** By the audit log's own function, so that the chain is whole; on the database of a server that is stopped. */
export async function appendLog(data: string, count: number): Promise<void> {
  const embedded = await startEmbedded({ directory: data, log: () => undefined });
  const client = connect(embedded.options, { pool: 2 });
  try {
    const [row] = await client.db.select({ id: projects.id }).from(projects).where(eq(projects.key, project));
    if (row === undefined) throw new Error(`There is no project ${project}.`);
    const projectId = row.id;
    for (let done = 0; done < count; done += batch) {
      const ctx = contextOf(done);
      const drafts = Array.from({ length: Math.min(batch, count - done) }, (_, index) =>
        entry(projectId, done + index),
      );
      await client.db.transaction((tx) => appendEntries(tx, ctx, drafts));
    }
    await client.db.execute("analyze");
  } finally {
    await client.close();
    await embedded.stop();
  }
}

const batch = 1000;

function entry(projectId: string, index: number): AuditDraft {
  const key = flagKey(index % 1000);
  return {
    action: pick(["targeting.changed", "flag.changed", "flag.killed", "targeting.restored"], index),
    projectId,
    subject: { kind: "flag", key },
    summary: `Changed ${key} in production`,
    changes: [`rollout: ${index % 100} % → ${(index + 7) % 100} %`, "rule 2: country is one of DE, AT"],
    comment: index % 4 === 0 ? `Step ${index} of the ramp, after a quiet night` : "",
  };
}

/** A change a minute, by one of twenty people. */
function contextOf(index: number): Context {
  const person = (index / batch) % 20;
  const actor: Actor = {
    kind: "user",
    id: `00000000-0000-7000-8000-0000000000${String(10 + person)}`,
    name: `Colleague ${person}`,
    email: `colleague-${person}@storefront.example`,
    sessionId: "",
    grants: [],
  };
  const begun = Date.now() - 100 * 24 * 3_600_000;
  const known: Partial<Context> = {
    actor,
    origin: { address: "192.0.2.7", requestId: null, traceId: null, userAgent: "Mozilla/5.0" },
    now: () => new Date(begun + index * 60_000),
    newId: () => uuidv7(),
    newSecret,
    log: pino({ level: "silent" }),
  };
  return known as Context;
}
