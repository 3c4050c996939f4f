import { createContext, useContext } from "react";
import type { Permission } from "#app/platform/permission.ts";
import { may, refusal, type SignedIn } from "./signed-in.ts";

export interface ProjectEnvironment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly revision: number;
}

/** The project that the page is in, with who looks at it. */
export interface ProjectData {
  readonly project: { readonly id: string; readonly key: string; readonly name: string };
  /** The most consequential first. */
  readonly environments: readonly ProjectEnvironment[];
  readonly person: SignedIn;
}

const ProjectContext = createContext<ProjectData | null>(null);

export const ProjectProvider = ProjectContext.Provider;

export function useProject() {
  const held = useContext(ProjectContext);
  if (held === null) throw new Error("This is drawn only inside of a project.");
  const { project, person } = held;
  return {
    ...held,
    may: (permission: Permission, environmentId?: string) =>
      may(person, permission, {
        projectId: project.id,
        ...(environmentId === undefined ? {} : { environmentId }),
      }),
    /** Why `deed` is not open to whoever looks, in a sentence. */
    refusal: (deed: string) => refusal(person, project.id, deed),
  };
}
