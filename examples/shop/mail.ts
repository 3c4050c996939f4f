import type { GuidonClient } from "@guidon/server";
import { contextOf, type Customer } from "./customers.ts";

/** A mail that leaves the shop. */
export interface Letter {
  to: string;
  subject: string;
}

/** Sends mail while `outbound-email` lets it, and keeps it otherwise. */
export interface Mailer {
  confirmOrder: (customer: Customer, order: string) => "sent" | "held" | "no address";
  /** Letters that wait for the switch to be on again. */
  held: () => readonly Letter[];
}

/**
 * Makes a mailer behind the kill switch.
 *
 * The switch is asked for every single letter, as late as can be: it costs a microsecond, and whoever pulls it means
 * the next letter, not the next restart. Its default is to send, since a shop that says nothing loses customers.
 */
export function createMailer(
  flags: Pick<GuidonClient, "isEnabled" | "on">,
  send: (letter: Letter) => void,
): Mailer {
  let held: Letter[] = [];

  flags.on("change", () => {
    const waiting = held;
    held = [];
    for (const letter of waiting) post(letter, {});
  });

  function post(letter: Letter, context: ReturnType<typeof contextOf>): "sent" | "held" {
    if (flags.isEnabled("outbound-email", context, true)) {
      send(letter);
      return "sent";
    }
    held.push(letter);
    return "held";
  }

  return {
    confirmOrder(customer, order) {
      if (customer.email === undefined) return "no address";
      return post({ to: customer.email, subject: `Your order ${order}` }, contextOf(customer));
    },
    held: () => held,
  };
}
