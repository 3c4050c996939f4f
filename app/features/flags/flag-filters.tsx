import { Form, Link, useSubmit } from "@remix-run/react";
import { Search, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Input } from "#app/ui/input.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { Select } from "#app/ui/select.tsx";
import { flagKinds } from "./flag.ts";
import { kindWords } from "./flag-words.ts";

export interface FlagFiltersProps {
  readonly search: string;
  readonly kind: string;
  readonly archived: boolean;
  readonly total: number;
}

/** What the list shows; all of it stands in the address. Without scripts, Enter applies it. */
export function FlagFilters({ search, kind, archived, total }: FlagFiltersProps) {
  const submit = useSubmit();
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
      if (event.key !== "/" || typing || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      field.current?.select();
    };
    addEventListener("keydown", focus);
    return () => {
      removeEventListener("keydown", focus);
    };
  }, []);
  const form = useRef<HTMLFormElement>(null);
  // Going back, or clearing, changes the address under the controls; what somebody is typing stays.
  useEffect(() => {
    const controls = form.current?.elements;
    const kindControl = controls?.namedItem("kind");
    const archivedControl = controls?.namedItem("archived");
    if (field.current !== null && field.current !== document.activeElement) field.current.value = search;
    if (kindControl instanceof HTMLSelectElement) kindControl.value = kind;
    if (archivedControl instanceof HTMLInputElement) archivedControl.checked = archived;
  }, [search, kind, archived]);
  const apply = (filled: HTMLFormElement, wait: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void submit(filled, { replace: true, preventScrollReset: true });
    }, wait);
  };
  const filtered = search !== "" || kind !== "" || archived;
  return (
    <Form
      ref={form}
      role="search"
      className="flex flex-wrap items-center gap-2"
      onChange={(event) => {
        apply(event.currentTarget, event.target === field.current ? 180 : 0);
      }}
    >
      <div className="relative w-full sm:w-75">
        <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3" />
        <Input
          ref={field}
          type="search"
          name="search"
          aria-label="Search flags by key, name or tag"
          placeholder="Search by key, name or tag"
          defaultValue={search}
          className="px-8.5"
        />
        <span aria-hidden className="pointer-events-none absolute top-2 right-2.5 max-sm:hidden">
          <Kbd>/</Kbd>
        </span>
      </div>
      <Select name="kind" aria-label="Kind" defaultValue={kind} boxClassName="w-36">
        <option value="">Any kind</option>
        {flagKinds.map((each) => (
          <option key={each} value={each}>
            {kindWords[each].name}
          </option>
        ))}
      </Select>
      <label className="flex h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm text-ink-2 hover:text-ink">
        <input
          type="checkbox"
          name="archived"
          value="true"
          defaultChecked={archived}
          className="size-4 accent-accent"
        />
        Archived
      </label>
      {filtered && (
        <Button asChild tone="ghost" size="sm">
          <Link to="." replace>
            <X aria-hidden />
            Clear
          </Link>
        </Button>
      )}
      <p aria-live="polite" className="ml-auto text-sm text-ink-3 tabular">
        {filtered ? <Chip tone="accent">{total} found</Chip> : `${total} ${total === 1 ? "flag" : "flags"}`}
      </p>
    </Form>
  );
}
