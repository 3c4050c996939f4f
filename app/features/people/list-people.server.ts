import { authorise } from "#app/features/access/authorise.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectPeople, type PersonRow } from "./people-store.server.ts";

export type ListedPerson = PersonRow;

/** Everybody who has an account on this installation, in whatever projects they are. */
export async function listPeople(ctx: Context): Promise<ListedPerson[]> {
  authorise(ctx, "person.read", { projectId: null });
  return selectPeople(ctx.db);
}
