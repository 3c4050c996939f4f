import { Form } from "@remix-run/react";
import { dropWorkOf } from "#app/pages/kept-work.ts";
import type { SignInMethod } from "#app/platform/context.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { browserWords } from "#app/ui/browser-words.ts";

export interface ShownSession {
  readonly id: string;
  readonly current: boolean;
  readonly method: SignInMethod;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface SessionsPanelProps {
  /** The id of whose they are. */
  readonly person: string;
  readonly sessions: readonly ShownSession[];
}

export function SessionsPanel({ person, sessions }: SessionsPanelProps) {
  return (
    <Panel
      flush
      title="Where you are signed in"
      aside={
        sessions.length > 1 && (
          <Form method="post">
            <Button type="submit" size="sm" tone="danger" name="do" value="end-others">
              Sign out everywhere else
            </Button>
          </Form>
        )
      }
    >
      <Table caption="Your sessions">
        <thead>
          <tr>
            <Th>Browser</Th>
            <Th className="max-sm:hidden">Address</Th>
            <Th>Last seen</Th>
            <Th className="max-sm:hidden">Signed in</Th>
            <Th>
              <span className="sr-only">End it</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow key={session.id} person={person} session={session} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function SessionRow({ person, session }: { readonly person: string; readonly session: ShownSession }) {
  const browser = browserWords(session.userAgent);
  return (
    <Tr>
      <Td>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-[570]" title={session.userAgent ?? undefined}>
            {browser}
          </span>
          {session.current && <Chip tone="on">this one</Chip>}
        </span>
        <span className="block text-xs text-ink-3">
          {session.method === "sso" ? "by single sign-on" : "by password"}
        </span>
      </Td>
      <Td className="font-mono text-xs text-ink-2 max-sm:hidden">{session.address ?? "–"}</Td>
      <Td className="text-sm whitespace-nowrap text-ink-2">
        <Time at={session.lastSeenAt} />
      </Td>
      <Td className="text-sm whitespace-nowrap text-ink-3 max-sm:hidden">
        <Time at={session.createdAt} />
      </Td>
      <Td className="text-right">
        {session.current ? (
          <Form method="post" action="/sign-out" onSubmit={() => dropWorkOf(person)}>
            <Button type="submit" size="sm">
              Sign out
            </Button>
          </Form>
        ) : (
          <Form method="post">
            <input type="hidden" name="id" value={session.id} />
            <Button
              type="submit"
              size="sm"
              name="do"
              value="end"
              aria-label={`End the session of ${browser}`}
            >
              End
            </Button>
          </Form>
        )}
      </Td>
    </Tr>
  );
}
