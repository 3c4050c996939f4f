export interface NavProject {
  readonly key: string;
  readonly name: string;
}

export interface ProjectSwitcherProps {
  readonly projects: readonly NavProject[];
  readonly current: NavProject | undefined;
  readonly mayCreate: boolean;
}
