import { clsx } from "clsx";
import { isProduction } from "./production.ts";

export interface EnvironmentNameProps {
  readonly environment: { readonly key: string; readonly name: string };
  readonly className?: string;
}

/** The name of an environment. Production is set in reverse, so that nobody overlooks where they are. */
export function EnvironmentName({ environment, className }: EnvironmentNameProps) {
  return (
    <span className={clsx(isProduction(environment) && "production", className)}>{environment.name}</span>
  );
}
