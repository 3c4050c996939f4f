import { readFlagTotals } from "#app/features/flags/read-flag-totals.server.ts";
import { pageLoader } from "./page.server.ts";

/** The figures beside the navigation, asked for again when something changes. */
export const loader = pageLoader(({ ctx, param }) => readFlagTotals(ctx, { project: param("project") }));
