import { contentVersion } from "#app/platform/content-version.server.ts";

export interface ProjectView {
  readonly key: string;
  readonly name: string;
  readonly version: string;
}

export function viewProject({ key, name }: { key: string; name: string }): ProjectView {
  return { key, name, version: contentVersion({ name }) };
}
