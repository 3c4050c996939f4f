import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { GuidonClient } from "@guidon/server";
import { contextOf, regulars, type Customer } from "./customers.ts";
import type { Mailer } from "./mail.ts";
import { checkoutPage, ordersPage, productsPage, thanksPage, type Visit } from "./pages.ts";

/** What the shop is made of. */
export interface Shop {
  flags: Pick<GuidonClient, "evaluate" | "status">;
  mailer: Mailer;
  random: () => number;
}

/** The checkouts that the shop can show. A variant that it does not know is treated as `control`. */
const checkouts = ["control", "one-page", "express"] as const;
export type Checkout = (typeof checkouts)[number];

/** Makes the shop: four pages, and a status for whoever watches over it. */
export function createShop({ flags, mailer, random }: Shop): RequestListener {
  let orders = 1_000;

  function visit(request: IncomingMessage, response: ServerResponse): Visit {
    const customer = whoIs(request, response, random);
    const details = flags.evaluate("new-checkout", contextOf(customer), "control");
    const checkout = checkouts.find((known) => known === details.value) ?? "control";
    return { customer, checkout, details, status: flags.status() };
  }

  return (request, response) => {
    const url = new URL(request.url ?? "/", "http://shop");
    const asked = `${request.method} ${url.pathname}`;
    if (asked === "GET /") return page(response, productsPage(visit(request, response)));
    if (asked === "GET /checkout") {
      const step = Number(url.searchParams.get("step") ?? 1);
      return page(response, checkoutPage(visit(request, response), step));
    }
    if (asked === "POST /orders") {
      // The form's fields do not matter to this example; reading them to the end keeps the connection usable.
      request.resume();
      const here = visit(request, response);
      const order = `SF-${++orders}`;
      return page(response, thanksPage(here, order, mailer.confirmOrder(here.customer, order)));
    }
    if (asked === "GET /held-mail")
      return page(response, ordersPage(visit(request, response), mailer.held()));
    if (asked === "GET /status") {
      response.setHeader("content-type", "application/json");
      return void response.end(JSON.stringify(flags.status()));
    }
    response.statusCode = 404;
    response.end("There is no such page.");
  };
}

function page(response: ServerResponse, html: string): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(html);
}

/** `?as=user-42` signs a regular in; everybody else is a stranger whom a cookie makes the same one tomorrow. */
function whoIs(request: IncomingMessage, response: ServerResponse, random: () => number): Customer {
  const asked = new URL(request.url ?? "/", "http://shop").searchParams.get("as");
  const known = /(?:^|; )shop-visitor=([\w-]{1,40})/.exec(request.headers.cookie ?? "")?.[1];
  const regular = regulars.find(({ id }) => id === (asked ?? known));
  const stranger = asked !== null || known === undefined ? `visitor-${Math.floor(random() * 1e9)}` : known;
  const customer = regular ?? { id: stranger, name: "Stranger" };
  if (customer.id !== known) {
    response.setHeader(
      "set-cookie",
      `shop-visitor=${customer.id}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax`,
    );
  }
  return customer;
}
