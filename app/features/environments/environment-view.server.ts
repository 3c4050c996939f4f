import { contentVersion } from "#app/platform/content-version.server.ts";
import type { EnvironmentRow } from "./environment-store.server.ts";

export interface ListedEnvironment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly revision: number;
  /** Its place in lists, from low to high. */
  readonly position: number;
  /** Whether what is served here changes only by a kill, until somebody takes the protection away. */
  readonly protected: boolean;
  /** Of its settings: publishing leaves it as it is. */
  readonly version: string;
}

export function viewEnvironment(row: Omit<EnvironmentRow, "createdAt">): ListedEnvironment {
  const { id, key, name, revision, position } = row;
  const version = contentVersion({ name, protected: row.protected });
  return { id, key, name, revision, position, protected: row.protected, version };
}
