import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { roleName } from "#app/features/access/role-words.ts";
import type { KeyKind } from "./api-key.ts";
import { keyKindWords, type KeyState } from "./key-words.ts";

export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly environment: string | null;
  readonly role: string | null;
  readonly prefix: string;
  readonly owner: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly state: KeyState;
}

export interface KeysTableProps {
  readonly keys: readonly ShownKey[];
  readonly mayRevoke: boolean;
  readonly onRevoke: (key: ShownKey) => void;
}

export function KeysTable({ keys, mayRevoke, onRevoke }: KeysTableProps) {
  return (
    <Table caption="API keys, newest first">
      <thead>
        <tr>
          <Th>Key</Th>
          <Th>Kind</Th>
          <Th className="max-md:hidden">Environment</Th>
          <Th className="max-lg:hidden">Created</Th>
          <Th className="max-sm:hidden">Ends</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Tr key={key.id} className={key.state === "active" ? "" : "text-ink-3"}>
            <Td>
              <span className="font-[570]">{key.name}</span>
              <code className="block text-xs text-ink-3">{key.prefix}…</code>
            </Td>
            <Td>
              <Chip tone={key.kind === "management" ? "warn" : key.kind === "server" ? "accent" : "plain"}>
                {keyKindWords[key.kind].name.toLowerCase()}
              </Chip>
              {key.role !== null && <span className="block text-xs text-ink-3">as {roleName(key.role)}</span>}
            </Td>
            <Td className="text-sm max-md:hidden">{key.environment ?? "all"}</Td>
            <Td className="text-sm whitespace-nowrap max-lg:hidden">
              <Time at={key.createdAt} /> <span className="text-ink-3">by {key.owner}</span>
            </Td>
            <Td className="text-sm whitespace-nowrap max-sm:hidden">
              {key.state === "revoked" ? (
                <Chip tone="kill">revoked</Chip>
              ) : key.state === "expired" ? (
                <Chip>expired</Chip>
              ) : key.expiresAt === null ? (
                <span className="text-ink-3">never</span>
              ) : (
                <Time at={key.expiresAt} />
              )}
            </Td>
            <Td className="text-right">
              {mayRevoke && key.state === "active" && (
                <Button
                  tone="danger"
                  size="sm"
                  aria-label={`Revoke ${key.name}`}
                  onClick={() => onRevoke(key)}
                >
                  Revoke
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
