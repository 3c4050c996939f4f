import { eraseAccount } from "#app/features/account/erase-account.server.ts";
import { eraseFromEvents } from "#app/features/events/erase-from-events.server.ts";
import { eraseFromFlags } from "#app/features/flags/erase-from-flags.server.ts";
import { eraseFromLog } from "#app/features/publishing/erase-from-log.server.ts";
import { eraseFromTargetings } from "#app/features/targeting/erase-from-targetings.server.ts";
import type { Eraser } from "#app/platform/eraser.ts";

/**
 * What each noun erases, in the order in which it is done: what is published comes first, since it locks environments,
 * then what the log still holds of it. A noun that keeps something about people has its line here; the audit is last.
 */
export const erasers: readonly Eraser[] = [
  eraseFromTargetings,
  eraseFromLog,
  eraseFromFlags,
  eraseFromEvents,
  eraseAccount,
];
