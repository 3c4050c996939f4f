import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { isProduction } from "#app/features/environments/production.ts";

/** Which environment the page is about. In production a bar goes across the window as well, wherever one has scrolled to. */
export function EnvironmentPlace({
  environment,
}: {
  readonly environment: { readonly key: string; readonly name: string };
}) {
  const production = isProduction(environment);
  return (
    <>
      {production && <div aria-hidden className="absolute inset-x-0 top-0 h-1 bg-prod" />}
      <span className="shrink-0 text-sm">
        <span className="sr-only">Environment: </span>
        {production ? (
          <EnvironmentName environment={environment} />
        ) : (
          <span className="rounded-[5px] border border-line px-1.75 py-0.5 text-xs font-[550] text-ink-2">
            {environment.name}
          </span>
        )}
      </span>
    </>
  );
}
