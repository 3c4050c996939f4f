import { Link } from "@remix-run/react";
import { Lock, Plug, TriangleAlert } from "lucide-react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { Bar, type BarPart } from "#app/ui/bar.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { fullCount } from "#app/ui/count.ts";
import { Dot } from "#app/ui/dot.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { EnvironmentOverview, FlagStates } from "./environment-overview.ts";

const states = [
  { state: "on", words: "on", hue: "on" },
  { state: "rolling", words: "rolling out", hue: "v1" },
  { state: "off", words: "off", hue: "off" },
  { state: "killed", words: "killed", hue: "kill" },
] as const satisfies readonly { state: keyof FlagStates; words: string; hue: string }[];

export interface EnvironmentCardProps {
  readonly base: string;
  readonly environment: EnvironmentOverview;
}

/** What one environment does: its flags by state, who is connected, what is wrong. */
export function EnvironmentCard({ base, environment }: EnvironmentCardProps) {
  const { key, name, revision, flags, quarantined } = environment;
  const total = states.reduce((sum, { state }) => sum + flags[state], 0);
  const parts = states.map(({ state, words, hue }): BarPart => {
    const percent = total === 0 ? 0 : Math.round((flags[state] / total) * 1000) / 10;
    return { label: words, percent, hue: hue === "off" ? "rest" : hue };
  });
  return (
    <Panel
      title={<EnvironmentName environment={{ key, name }} className="text-sm" />}
      note={
        environment.protected && (
          <Chip>
            <Lock aria-hidden />
            protected
          </Chip>
        )
      }
      aside={
        <Link
          to={`${base}/history/${key}`}
          className="text-sm text-ink-2 tabular underline-offset-3 hover:underline"
        >
          {revision === 0 ? "nothing published" : `revision ${fullCount(revision)}`}
        </Link>
      }
      bodyClassName="grid gap-3"
    >
      <Bar parts={parts} className="bg-line" />
      <ul className="grid grid-cols-2 gap-x-4 text-sm">
        {states.map(({ state, words, hue }) => (
          <li key={state}>
            <Link
              to={`${base}/flags?state=${key}:${state}`}
              className="flex items-center gap-2 rounded-sm py-0.5 underline-offset-3 hover:underline"
            >
              <Dot hue={hue} />
              {words}
              <span className="ml-auto font-[550] tabular">{fullCount(flags[state])}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Instances {...environment.instances} />
      {quarantined.length > 0 && (
        <p className="flex items-start gap-2 text-sm text-kill-ink">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="[overflow-wrap:anywhere]">
            This server cannot run {quarantined.map((document) => document.key).join(", ")}. Where there was a
            good version, that goes on serving.
          </span>
        </p>
      )}
    </Panel>
  );
}

function Instances({ connected, serving }: EnvironmentOverview["instances"]) {
  return (
    <p className="flex items-center gap-2 border-t border-line pt-3 text-sm text-ink-2">
      <Plug aria-hidden className="size-4 shrink-0 text-ink-3" />
      {connected === 0 ? (
        "No SDK is connected."
      ) : (
        <>
          {connected === 1 ? "1 SDK instance" : `${fullCount(connected)} SDK instances`}
          <Chip tone={serving === connected ? "on" : "warn"} className="ml-auto tabular">
            {serving === connected ? "up to date" : `${fullCount(connected - serving)} behind`}
          </Chip>
        </>
      )}
    </p>
  );
}
