import { z } from "zod";
import type { PastFlag } from "#app/features/targeting/past-flag.ts";
import { surround } from "#app/features/targeting/surroundings.ts";
import { parse } from "#app/pages/form.server.ts";
import { pageLoader } from "#app/pages/page.server.ts";
import { listDocumentHistory } from "./list-document-history.server.ts";
import { readEnvironmentState } from "./read-environment-state.server.ts";

const asked = z.object({
  revision: z.coerce.number().int().min(0).optional(),
  at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});

const revisionsShown = 30;

/** For “Why?” about a state of the past: the same engine asks the documents of that time. */
export const loader = pageLoader(async ({ ctx, url, param }): Promise<PastFlag> => {
  const { _routes: _, ...query } = Object.fromEntries(url.searchParams);
  const moment = parse(query, asked);
  const place = { project: param("project"), environment: param("environment") };
  const flag = param("flag");
  const { revisions } = await listDocumentHistory(ctx, {
    ...{ ...place, kind: "flag", key: flag, limit: revisionsShown },
  });
  const shown = revisions.map(({ revision, at, actor, comment }) => ({ revision, at, actor, comment }));
  if (moment.revision === undefined && moment.at === undefined) return { revisions: shown, found: undefined };
  const snapshot = await readEnvironmentState(ctx, { ...place, ...moment });
  const surroundings = surround(snapshot, { flags: [flag], segments: [] });
  return {
    revisions: shown,
    found: {
      document: surroundings.flags.find(({ key }) => key === flag),
      surroundings,
      at: moment.at?.getTime() ?? Date.parse(snapshot.publishedAt),
    },
  };
});
