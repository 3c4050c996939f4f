import { cn } from "#app/ui/cn.ts";
import { isProduction } from "./production.ts";

export interface EnvironmentNameProps {
  readonly environment: { readonly key: string; readonly name: string };
  readonly className?: string;
}

/** The name of an environment. Production is set in reverse, so that nobody overlooks where they are. */
export function EnvironmentName({ environment, className }: EnvironmentNameProps) {
  return (
    <span
      className={cn(
        isProduction(environment) &&
          "rounded-[5px] bg-prod px-1.75 py-0.5 text-xs font-[650] tracking-[0.02em] text-on-prod",
        className,
      )}
    >
      {environment.name}
    </span>
  );
}
