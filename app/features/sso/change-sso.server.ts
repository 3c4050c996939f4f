import { authorise } from "#app/features/access/authorise.server.ts";
import { permissionsOf } from "#app/features/access/roles.ts";
import { mayGrant } from "#app/features/access/can.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, invalidFields, type FieldProblem } from "#app/platform/problem.ts";
import { clientSecretPurpose } from "./client-secret.ts";
import { discoverProvider } from "./identity-provider.server.ts";
import type { RoleMapping, SsoConnection } from "./sso-connection.ts";
import { findConnection, projectIds, saveConnection } from "./sso-store.server.ts";

export interface ChangeSsoInput extends SsoConnection {
  /** Left out: stays as it is, which only the same client of the same provider may ask for. */
  readonly clientSecret?: string | undefined;
}

/**
 * Sets single sign-on up, or changes it. Who does decides who gets in, so it asks for a fresh second factor, hands out
 * nothing that they do not hold, and is taken only where the provider answers.
 */
export async function changeSso(ctx: Context, input: ChangeSsoInput): Promise<void> {
  authorise(ctx, "sso.write", { projectId: null });
  requireFreshSecondFactor(ctx);
  await refuseMapping(ctx, input.roleMapping);
  const clientSecret = await secretOf(ctx, input);
  await discoverProvider({ ...input, clientSecret }).catch((error: unknown) => {
    ctx.log.info({ err: error, issuer: input.issuer }, "an identity provider was not found");
    throw invalid("/issuer", "No identity provider answers there with this issuer.");
  });
  const sealed = ctx.secrets.seal(clientSecret, clientSecretPurpose);
  await ctx.db.transaction(async (tx) => {
    await saveConnection(tx, { ...input, clientSecret: sealed }, ctx.now());
    await appendAudit(tx, ctx, {
      action: "sso.changed",
      projectId: null,
      subject: { kind: "sso", key: input.issuer },
      summary: `Changed single sign-on by ${input.name}`,
      changes: describe(input),
    });
  });
}

async function secretOf(ctx: Context, input: ChangeSsoInput): Promise<string> {
  if (input.clientSecret !== undefined) return input.clientSecret;
  const present = await findConnection(ctx.db);
  // Sent to another provider, the secret of this one would be given away.
  if (present?.issuer !== input.issuer || present.clientId !== input.clientId) {
    throw invalid("/clientSecret", "Give the secret that belongs to this client.");
  }
  return ctx.secrets.open(present.clientSecret, clientSecretPurpose);
}

async function refuseMapping(ctx: Context, mapping: readonly RoleMapping[]): Promise<void> {
  const ids = await projectIds(
    ctx.db,
    mapping.map(({ project }) => project).filter((key) => key !== null),
  );
  const problems = mapping.flatMap(({ project, role }, index): FieldProblem[] => {
    const projectId = project === null ? null : ids.get(project);
    if (projectId === undefined) {
      return [{ pointer: `/roleMapping/${index}/project`, message: `There is no project "${project}".` }];
    }
    return mayGrant(ctx.actor, permissionsOf[role], { projectId })
      ? []
      : [{ pointer: `/roleMapping/${index}/role`, message: "This is more than you hold yourself." }];
  });
  if (problems.length > 0) throw invalidFields(problems);
}

function describe(input: ChangeSsoInput): string[] {
  return [
    `issuer ${input.issuer}, client ${input.clientId}`,
    `vouches for ${input.domains.length === 0 ? "no addresses" : input.domains.join(", ")}`,
    input.createsAccounts ? "makes accounts" : "makes no accounts",
    ...input.roleMapping.map(
      ({ group, project, role }) => `${group ?? "everybody"}: ${role} in ${project ?? "every project"}`,
    ),
  ];
}
