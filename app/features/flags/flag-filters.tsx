import { clsx } from "clsx";
import { Form, Link, useSubmit } from "@remix-run/react";
import { ListFilter, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Input } from "#app/ui/input.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { Select } from "#app/ui/select.tsx";
import { flagKinds } from "./flag.ts";
import { flagStates } from "./flag-query.ts";
import { kindWords, showWords, stateNames } from "./flag-words.ts";
import { narrowing, showings, withChosen, type Chosen } from "./list-address.ts";

interface Facet {
  readonly name: string;
  readonly count: number;
}

export interface FlagFiltersProps {
  readonly chosen: Chosen;
  readonly tags: readonly Facet[];
  readonly owners: readonly Facet[];
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  readonly total: number;
}

/** What the list shows; all of it stands in the address. Without scripts, the button applies it. */
export function FlagFilters({ chosen, tags, owners, environments, total }: FlagFiltersProps) {
  const submit = useSubmit();
  const field = useSlashFocus();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);
  // Going back, or clearing, changes the address under the controls; what somebody is typing stays.
  useEffect(() => {
    for (const control of form.current?.elements ?? []) {
      if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
      if (control === document.activeElement && control === field.current) continue;
      control.value = String(chosen[control.name as keyof Chosen] ?? "");
    }
  }, [chosen, field]);
  const apply = (filled: HTMLFormElement, wait: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const sent = [...new FormData(filled)].filter(([, value]) => value !== "");
      void submit(new URLSearchParams(sent as [string, string][]), {
        replace: true,
        preventScrollReset: true,
      });
    }, wait);
  };
  const active = narrowing(chosen);
  return (
    <div className="grid gap-2.5">
      <Form
        ref={form}
        role="search"
        aria-label="Flags"
        className="flex flex-wrap items-center gap-2"
        onChange={(event) => {
          apply(event.currentTarget, event.target === field.current ? 180 : 0);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          apply(event.currentTarget, 0);
        }}
      >
        {chosen.sort !== undefined && <input type="hidden" name="sort" value={chosen.sort} />}
        <div className="relative min-w-40 flex-1 sm:max-w-75">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3" />
          <Input
            ref={field}
            type="search"
            name="search"
            aria-label="Search flags by key, name or tag"
            aria-keyshortcuts="/"
            placeholder="Search by key, name or tag"
            maxLength={200}
            defaultValue={chosen.search ?? ""}
            className="px-8.5"
          />
          <span aria-hidden className="pointer-events-none absolute top-2 right-2.5 max-sm:hidden">
            <Kbd>/</Kbd>
          </span>
        </div>
        <Button
          aria-expanded={open}
          aria-controls="flag-filters"
          className="h-9 sm:hidden noscript:hidden"
          onClick={() => {
            setOpen(!open);
          }}
        >
          <ListFilter aria-hidden />
          Filter{active > 0 && ` (${active})`}
        </Button>
        <div
          id="flag-filters"
          className={clsx(
            "flex flex-wrap gap-2 max-sm:w-full max-sm:*:w-[calc(50%-4px)]",
            !open && "max-sm:scripting:hidden",
          )}
        >
          <Choice name="kind" label="Kind" any="Any kind" value={chosen.kind}>
            {flagKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind].name}
              </option>
            ))}
          </Choice>
          <FacetChoice name="tag" label="Tag" any="Any tag" value={chosen.tag} facets={tags} />
          <FacetChoice name="owner" label="Owner" any="Any owner" value={chosen.owner} facets={owners} />
          <Choice name="state" label="State" any="Any state" value={chosen.state} className="sm:w-40">
            {environments.map(({ key, name }) => (
              <optgroup key={key} label={name}>
                {flagStates.map((state) => (
                  <option key={state} value={`${key}:${state}`}>
                    {name}: {stateNames[state]}
                  </option>
                ))}
              </optgroup>
            ))}
            <optgroup label="Anywhere">
              {flagStates.map((state) => (
                <option key={state} value={state}>
                  Anywhere: {stateNames[state]}
                </option>
              ))}
            </optgroup>
          </Choice>
          <Choice name="show" label="Show" any="Current" value={chosen.show}>
            {showings.map((show) => (
              <option key={show} value={show}>
                {showWords[show]}
              </option>
            ))}
          </Choice>
        </div>
        <Button type="submit" className="hidden h-9 noscript:inline-flex">
          Apply
        </Button>
      </Form>
      <Active chosen={chosen} environments={environments} total={total} />
    </div>
  );
}

/** What narrows the list, each to be taken away alone, and how much is left. */
function Active({
  chosen,
  environments,
  total,
}: Pick<FlagFiltersProps, "chosen" | "environments" | "total">) {
  const { search, kind, tag, owner, state, show } = chosen;
  const [doing, where] = (state ?? "").split(":").toReversed();
  const place = environments.find(({ key }) => key === where)?.name ?? where ?? "anywhere";
  const words = [
    ["search", search === undefined || search === "" ? undefined : `“${search}”`],
    ["kind", kind === undefined ? undefined : kindWords[kind].name],
    ["tag", tag === undefined ? undefined : `tag ${tag}`],
    ["owner", owner === undefined ? undefined : `owned by ${owner}`],
    [
      "state",
      state === undefined
        ? undefined
        : `${stateNames[doing as keyof typeof stateNames]} in ${place}`.replace("in anywhere", "anywhere"),
    ],
    ["show", show === undefined ? undefined : showWords[show].toLowerCase()],
  ] as const;
  const active = words.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
  return (
    <div
      className={clsx(
        "flex min-h-6 flex-wrap items-center gap-1.5 text-sm",
        active.length === 0 && "sr-only",
      )}
    >
      {active.map(({ name, text }) => (
        <Chip key={name} tone="accent" className="pr-1">
          {text}
          <Link
            to={withChosen(chosen, { [name]: undefined })}
            replace
            aria-label={`Not only ${text}`}
            className="relative grid size-4.5 place-items-center rounded-full after:absolute after:-inset-1 hover:bg-accent/20"
          >
            <X aria-hidden />
          </Link>
        </Chip>
      ))}
      {active.length > 1 && (
        <Link to="?" replace className="rounded-sm px-1 text-xs text-ink-2 underline underline-offset-3">
          Clear all
        </Link>
      )}
      <p role="status" className="ml-1 text-ink-3 tabular">
        {total === 1 ? "1 flag" : `${total} flags`}
        {active.length > 0 && " found"}
      </p>
    </div>
  );
}

function Choice(props: {
  readonly name: keyof Chosen;
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { name, label, any, value, className, children } = props;
  return (
    <Select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      className={clsx(
        "text-sm",
        value !== undefined && "border-accent bg-accent-soft font-[550] text-accent-ink",
      )}
      boxClassName={clsx("sm:w-32", className)}
    >
      <option value="">{any}</option>
      {children}
    </Select>
  );
}

function FacetChoice(
  props: Omit<Parameters<typeof Choice>[0], "children"> & { readonly facets: readonly Facet[] },
) {
  const { facets, ...rest } = props;
  const known = rest.value === undefined || facets.some(({ name }) => name === rest.value);
  if (facets.length === 0 && known) return null;
  return (
    <Choice {...rest}>
      {!known && <option value={rest.value}>{rest.value}</option>}
      {facets.map(({ name, count }) => (
        <option key={name} value={name}>
          {name} ({count})
        </option>
      ))}
    </Choice>
  );
}

/** The key that goes to the search of the list, but not from within another field. */
function useSlashFocus() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element &&
        event.target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null;
      if (event.key !== "/" || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      field.current?.select();
    };
    addEventListener("keydown", focus);
    return () => {
      removeEventListener("keydown", focus);
    };
  }, []);
  return field;
}
