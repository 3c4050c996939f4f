import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { createProject } from "#app/features/projects/create-project.server.ts";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { checkoutTargeting, flags, people, segments, supportTargeting } from "./storefront.ts";

const project = "storefront";

/**
 * The seed company, made through the same use cases as everything else, so that it has a history and an audit log.
 * Where it is there already, nothing happens. Returns what to tell the person at the terminal.
 */
export async function seedDemo(ctx: Context): Promise<string[]> {
  if ((await listProjects(ctx)).some(({ key }) => key === project)) return [];
  await createProject(ctx, { key: project, name: "Storefront" });
  const [ada, bram] = await hire(ctx);
  if (ada === undefined || bram === undefined) throw new Error("The seed company has nobody to work for it.");

  for (const flag of flags) await createFlag(bram, { ...flag, project });
  const place = { project, environment: "production", expectedVersion: "*" };
  await changeTargeting(bram, {
    ...place,
    flag: "new-checkout",
    edit: { replace: checkoutTargeting },
    comment: "Start the checkout experiment on 40 % of EU and US traffic",
  });
  for (const environment of ["production", "staging", "development"])
    for (const segment of segments) await createSegment(bram, { ...segment, project, environment });
  await changeTargeting(ada, {
    ...place,
    flag: "priority-support",
    edit: { replace: supportTargeting },
    comment: "Support comes with the paid plans",
  });
  return keysFor(ada);
}

/** Each person as the context in which they act. Nobody knows their passwords: they cannot sign in. */
async function hire(ctx: Context): Promise<Context[]> {
  const hired: Context[] = [];
  for (const person of people) {
    const { actor } = await addMember(ctx, { ...person, project, password: ctx.newSecret() });
    hired.push({ ...ctx, actor });
  }
  return hired;
}

async function keysFor(ada: Context): Promise<string[]> {
  const server = await createApiKey(ada, {
    project,
    environment: "production",
    kind: "server",
    name: "Demo web shop",
  });
  const client = await createApiKey(ada, {
    project,
    environment: "production",
    kind: "client",
    name: "Demo browser",
  });
  const management = await createApiKey(ada, {
    project,
    kind: "management",
    role: "developer",
    name: "Demo terminal",
  });
  return [
    "The demo company Storefront has been set up. Its keys, for production and (management) for all, shown this once:",
    `  server      ${server.key}`,
    `  client      ${client.key}`,
    `  management  ${management.key}`,
  ];
}
