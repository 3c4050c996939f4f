import { Form, Link, useSubmit } from "@remix-run/react";
import { Search, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import type { AuditChoices, AuditQuery } from "./audit-query.ts";

export interface AuditFiltersProps {
  readonly asked: AuditQuery;
  readonly choices: AuditChoices;
  readonly environments: readonly { readonly key: string; readonly name: string }[];
}

/** What the log shows; all of it stands in the address. Without scripts, the button applies it. */
export function AuditFilters({ asked, choices, environments }: AuditFiltersProps) {
  const submit = useSubmit();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const filtered = Object.values(asked).some((value) => value !== "");
  const nouns = [...new Set(choices.actions.map((action) => action.split(".")[0] ?? action))];
  return (
    <Form
      role="search"
      // Whoever goes back, or clears, gets controls that say what the address says.
      key={JSON.stringify(asked)}
      className="grid grid-cols-2 gap-2 md:grid-cols-4 xl:flex xl:flex-wrap xl:items-center"
      onChange={(event) => {
        const form = event.currentTarget;
        if (event.target instanceof HTMLInputElement && event.target.type !== "date") return;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          void submit(form, { preventScrollReset: true });
        }, 50);
      }}
    >
      <div className="relative col-span-2 xl:w-72">
        <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3" />
        <Input
          type="search"
          name="text"
          aria-label="Search in words and keys"
          placeholder="Search in words and keys"
          defaultValue={asked.text}
          className="pl-8.5"
        />
      </div>
      <Choice name="actor" label="Who" any="Anybody" value={asked.actor} options={choices.actors} />
      <Select name="action" aria-label="Action" defaultValue={asked.action} boxClassName="xl:w-44">
        <option value="">Any action</option>
        {nouns.map((noun) => (
          <optgroup key={noun} label={noun}>
            <option value={noun}>All of {noun}</option>
            {choices.actions
              .filter((action) => action.startsWith(`${noun}.`))
              .map((action) => (
                <option key={action} value={action}>
                  {action}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
      <Choice name="kind" label="Resource" any="Any resource" value={asked.kind} options={choices.kinds} />
      <Input
        name="key"
        mono
        aria-label="Key of the resource"
        placeholder="Key"
        defaultValue={asked.key}
        className="xl:w-32"
      />
      {environments.length > 0 && (
        <Select
          name="environment"
          aria-label="Environment"
          defaultValue={asked.environment}
          boxClassName="col-span-2 md:col-span-1 xl:w-44"
        >
          <option value="">Any environment</option>
          {environments.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <div className="contents xl:flex xl:gap-2">
        <Day name="from" label="From" value={asked.from} />
        <Day name="to" label="To" value={asked.to} />
      </div>
      <div className="col-span-2 flex gap-2 md:col-span-1">
        <Button type="submit" className="h-9">
          Show
        </Button>
        {filtered && (
          <Button asChild tone="ghost" className="h-9">
            <Link to=".">
              <X aria-hidden />
              Clear
            </Link>
          </Button>
        )}
      </div>
    </Form>
  );
}

function Choice({
  name,
  label,
  any,
  value,
  options,
}: {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly value: string;
  readonly options: readonly string[];
}) {
  const known = value === "" || options.includes(value) ? options : [value, ...options];
  return (
    <Select name={name} aria-label={label} defaultValue={value} boxClassName="xl:w-40">
      <option value="">{any}</option>
      {known.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </Select>
  );
}

function Day({
  name,
  label,
  value,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-sm text-ink-3">
      <span className="w-8 shrink-0 text-right xl:w-auto">{label}</span>
      <Input type="date" name={name} defaultValue={value} className="min-w-0 xl:w-36" />
    </label>
  );
}
