import type { Context } from "./platform/context.ts";

/** A context in which something else happens, and is committed, just before a transaction begins. */
export function meanwhile(ctx: Context, happens: () => Promise<unknown>): Context {
  const db = new Proxy(ctx.db, {
    get(target, name) {
      if (name !== "transaction") return Reflect.get(target, name) as unknown;
      const transaction: typeof target.transaction = async (...asked) => {
        await happens();
        return target.transaction(...asked);
      };
      return transaction;
    },
  });
  return { ...ctx, db };
}
