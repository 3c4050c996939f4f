import { Form } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";

interface ShownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly twoFactorSince: Date | null;
}

export interface PeopleTableProps {
  readonly people: readonly ShownPerson[];
  readonly self: string;
  readonly locked: boolean;
  readonly busy: boolean;
}

export function PeopleTable({ people, self, locked, busy }: PeopleTableProps) {
  return (
    <Table caption="Everybody who has an account">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Two-factor</Th>
          <Th className="max-sm:hidden">Since</Th>
          <Th>
            <span className="sr-only">What can be done</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Tr key={person.id}>
            <Td>
              <span className="font-[570]">{person.name}</span>
              {person.id === self && <Chip className="ml-2">you</Chip>}
              <span className="block text-sm text-ink-3 [overflow-wrap:anywhere]">{person.email}</span>
            </Td>
            <Td>
              {person.twoFactorSince === null ? (
                <span className="text-sm text-ink-3">off</span>
              ) : (
                <Chip tone="on">
                  <ShieldCheck aria-hidden />
                  on
                </Chip>
              )}
            </Td>
            <Td className="text-sm whitespace-nowrap text-ink-3 max-sm:hidden">
              <Time at={person.createdAt} />
            </Td>
            <Td className="text-right">
              {person.id !== self && !locked && <Deeds person={person} busy={busy} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Behind a word, so that nothing dangerous is one click away; works without scripts. */
function Deeds({ person, busy }: { readonly person: ShownPerson; readonly busy: boolean }) {
  return (
    <details className="group inline-block text-left">
      <summary className="inline-flex h-7 cursor-pointer list-none items-center rounded-md border border-line-strong bg-panel px-2.5 text-xs font-[550] hover:border-edge">
        Manage<span className="sr-only"> {person.name}</span>
      </summary>
      <div className="mt-2 grid w-72 max-w-full gap-3 rounded-lg border border-line bg-sunken p-3">
        {person.twoFactorSince !== null && (
          <Form method="post" className="grid gap-1.5">
            <input type="hidden" name="person" value={person.id} />
            <p className="text-xs text-ink-2">Phone and recovery codes lost? They are told by mail.</p>
            <Button type="submit" size="sm" tone="danger" name="do" value="reset" busy={busy}>
              Take their second factor away
            </Button>
          </Form>
        )}
        <Form method="post" className="grid gap-1.5">
          <input type="hidden" name="person" value={person.id} />
          <p className="text-xs text-ink-2">End the account: write {person.email} to confirm.</p>
          <Input compact name="confirm" required aria-label="Their address once more" autoComplete="off" />
          <Select compact name="keys" defaultValue="" aria-label="Their keys" boxClassName="w-full">
            <option value="">Only if no key is in use</option>
            <option value="take">Their keys become mine</option>
            <option value="end">End their keys</option>
          </Select>
          <Button type="submit" size="sm" tone="danger-solid" name="do" value="remove" busy={busy}>
            End the account
          </Button>
        </Form>
      </div>
    </details>
  );
}
