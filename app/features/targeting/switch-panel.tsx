import { clsx } from "clsx";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { isProduction } from "#app/features/environments/production.ts";
import { Chip } from "#app/ui/chip.tsx";
import { Switch } from "#app/ui/switch.tsx";
import type { DraftAction } from "./targeting-draft.ts";
import type { Targeting } from "./targeting.ts";
import { VariantMark, VariantSelect, type Variants } from "./variant-mark.tsx";

export interface SwitchPanelProps {
  readonly flag: Variants;
  readonly environment: { readonly key: string; readonly name: string };
  readonly targeting: Targeting;
  readonly savedOn: boolean;
  readonly live: { readonly connected: number; readonly serving: number };
  readonly editable: boolean;
  readonly served: boolean;
  readonly dispatch: (action: DraftAction) => void;
}

/** On or off in this environment, and what everyone gets while it is off. */
export function SwitchPanel({
  flag,
  environment,
  targeting,
  savedOn,
  live,
  editable,
  served,
  dispatch,
}: SwitchPanelProps) {
  const { on, offVariant } = targeting;
  return (
    <section
      id="path-on"
      aria-label={`Switch in ${environment.name}`}
      className={clsx(
        "mb-4 flex flex-wrap items-center gap-x-2.5 gap-y-2 rounded-lg border bg-panel px-4 py-3",
        served
          ? "border-accent shadow-[0_0_0_1px_var(--color-accent)]"
          : ["shadow-rest", isProduction(environment) ? "border-prod/45" : "border-line"],
      )}
    >
      <Switch
        size="lg"
        label={`Serve rules in ${environment.name}`}
        checked={on}
        disabled={!editable}
        onCheckedChange={(next) => {
          dispatch({ do: "switch", on: next });
        }}
      />
      <span className="text-base font-[650]">{on ? "On" : "Off"}</span>
      <span className="text-ink-2 max-sm:sr-only">in</span>
      <EnvironmentName environment={environment} className="text-base font-[620]" />
      <span className="flex flex-wrap items-center gap-2 text-ink-2 max-sm:order-1">
        {on ? "While off, everyone gets" : "Everyone gets"}
        {editable ? (
          <VariantSelect
            nullable
            flag={flag}
            label="Variant while off"
            value={offVariant}
            onChange={(variant) => {
              dispatch({ do: "set-off-variant", variant });
            }}
          />
        ) : (
          <VariantMark flag={flag} variant={offVariant} />
        )}
      </span>
      {on !== savedOn && (
        <span className="text-sm font-medium text-accent-ink max-sm:order-1">
          still {savedOn ? "on" : "off"} until you save
        </span>
      )}
      {live.connected > 0 && (
        <Chip tone={live.serving === live.connected ? "on" : "warn"} className="ml-auto tabular">
          {live.serving === live.connected ? "live on" : `live on ${live.serving} of`} {live.connected}{" "}
          {live.connected === 1 ? "instance" : "instances"}
        </Chip>
      )}
    </section>
  );
}
