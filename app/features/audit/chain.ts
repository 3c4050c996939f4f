/** The chain of what belongs to no project. */
const installation = "00000000-0000-0000-0000-000000000000";

/** Each project has a chain of its own, so that whoever may read its audit log can verify all of it. */
export function chainOf(projectId: string | null): string {
  return projectId ?? installation;
}

/** And back. */
export function projectOf(chain: string): string | null {
  return chain === installation ? null : chain;
}
