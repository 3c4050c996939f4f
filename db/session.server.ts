import postgres from "postgres";
import { createPatience, type Patience } from "./patience.ts";

/** Where the database is: an address, or the socket of the embedded server. */
export type DatabaseAddress = string | { host: string; port: number; user: string; database: string };

/** PostgreSQL ends a statement after this; what has not answered a little later is a server that hangs. */
const statementMs = 8000;
const hungMs = 10_000;

interface SessionOptions extends postgres.Options<Record<string, never>> {
  /** The driver's own, which its types leave out: every notice on any channel that a session listens on. */
  readonly onnotify?: (channel: string, payload: string) => void;
}

/** Connections that say who we are, and how long anything may take. None is opened before it is needed. */
export function openSession(address: DatabaseAddress, options: SessionOptions): postgres.Sql {
  const all = {
    connect_timeout: 5,
    onnotice() {},
    // The driver asks for the types of arrays behind everybody's back; where the connection is lost just then, nobody
    // catches the error and the process ends. drizzle reads arrays by itself.
    fetch_types: false,
    ...options,
    connection: {
      application_name: "guidon",
      statement_timeout: statementMs,
      lock_timeout: 5000,
      // A process that is stopped in the middle of a change must not keep its locks.
      idle_in_transaction_session_timeout: 5000,
      ...options.connection,
    },
  };
  return typeof address === "string" ? postgres(address, all) : postgres({ ...address, ...all });
}

type Statement = Parameters<postgres.Sql["unsafe"]>;
type Sender = Pick<postgres.Sql, "unsafe">;

/** What drizzle asks of a connection. */
export interface Statements {
  unsafe(...statement: Statement): PromiseLike<unknown> & { values(): Promise<unknown> };
}

/** And of a transaction: one within it, which can fail alone. */
export interface OpenTransaction extends Statements {
  savepoint<T>(run: (tx: OpenTransaction) => Promise<T>): Promise<T>;
}

/** Statements that go through `send`, one by one, and only once somebody waits for them, as the driver's own do. */
export function statementsBy(
  send: <T>(statement: (sql: Sender) => PromiseLike<T>) => Promise<T>,
): Statements {
  return {
    unsafe: (...statement) => ({
      // oxlint-disable-next-line unicorn/no-thenable -- so are the driver's own
      then: (resolve, reject) => send<unknown>((sql) => sql.unsafe(...statement)).then(resolve, reject),
      values: () => send<unknown>((sql) => sql.unsafe(...statement).values()),
    }),
  };
}

/** The answer to a statement by itself. */
export const answered = <T>(answer: PromiseLike<T>): Promise<T> => createPatience(hungMs).waitFor(answer);

/** Runs a transaction. The database is waited for with a limit, whatever `run` does between its statements is not. */
export function transact<T>(sql: postgres.Sql, run: (tx: OpenTransaction) => Promise<T>): Promise<T> {
  return within(createPatience(hungMs), (work) => sql.begin(work) as Promise<T>, run);
}

/** From its beginning, which `open` asks for, to its end. */
async function within<T>(
  patience: Patience,
  open: (work: (tx: postgres.TransactionSql) => Promise<T>) => Promise<T>,
  run: (tx: OpenTransaction) => Promise<T>,
): Promise<T> {
  const begun = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const answer = open(async (tx) => {
    begun.resolve();
    try {
      return await run({
        ...statementsBy((statement) => patience.waitFor(statement(tx))),
        savepoint: <S>(part: (tx: OpenTransaction) => Promise<S>) =>
          within(patience, (work) => tx.savepoint(work) as Promise<S>, part),
      });
    } finally {
      done.resolve();
    }
  });
  await patience.waitFor(Promise.race([begun.promise, answer]));
  await Promise.race([done.promise, answer, patience.exhausted]);
  return patience.waitFor(answer);
}
