import type { ClientStatus, EvaluationDetails } from "@guidon/server";
import { regulars, type Customer } from "./customers.ts";
import type { Letter } from "./mail.ts";
import type { Checkout } from "./shop.ts";

/** Who is here, which checkout they get, and why. */
export interface Visit {
  customer: Customer;
  checkout: Checkout;
  details: EvaluationDetails<string>;
  status: ClientStatus;
}

const products = [
  { name: "Linen apron", price: "€ 48", note: "Washed, with a pocket for the phone" },
  { name: "Walnut board", price: "€ 64", note: "Oiled by hand, 40 by 28 cm" },
  { name: "Enamel kettle", price: "€ 72", note: "Whistles a third" },
];

/** The front page. */
export function productsPage(visit: Visit): string {
  const cards = products.map(
    ({ name, price, note }) => `<article><h2>${name}</h2><p>${note}</p><strong>${price}</strong></article>`,
  );
  const button =
    visit.checkout === "express"
      ? `<form method="post" action="/orders"><button>Buy all three now</button></form>`
      : `<a class="button" href="/checkout">To the checkout</a>`;
  return layout(
    visit,
    "Things for the kitchen",
    `<section class="cards">${cards.join("")}</section>${button}`,
  );
}

const steps = ["Address", "Delivery", "Payment", "Review"];
const fields = steps
  .slice(0, 3)
  .map((step) => `<label>${step}<input name="${step}" placeholder="${step}"></label>`);

/** The checkout: four steps, or one page. Express needs none, but a link to it may be old. */
export function checkoutPage(visit: Visit, asked: number): string {
  const order = `<form method="post" action="/orders">`;
  if (visit.checkout !== "control") {
    return layout(visit, "Checkout", `${order}${fields.join("")}<button>Place the order</button></form>`);
  }
  const step = Math.min(Math.max(Math.trunc(asked) || 1, 1), steps.length);
  const trail = steps.map((name, index) => (index + 1 === step ? `<b>${name}</b>` : name)).join(" › ");
  const next =
    step < steps.length
      ? `${fields[step - 1] ?? ""}<a class="button" href="/checkout?step=${step + 1}">Next</a>`
      : `${order}<p>Three things, € 184.</p><button>Place the order</button></form>`;
  return layout(visit, "Checkout", `<p>${trail}</p>${next}`);
}

/** After an order. */
export function thanksPage(visit: Visit, order: string, mail: string): string {
  const said = {
    sent: "A confirmation is on its way.",
    held: "The confirmation will follow a little later.",
    "no address": "We have no address to confirm it to.",
  }[mail];
  return layout(
    visit,
    "Thank you",
    `<p>Order ${order} is ours now. ${said ?? ""}</p><a href="/">Back to the shop</a>`,
  );
}

/** What waits while `outbound-email` is off. */
export function ordersPage(visit: Visit, letters: readonly Letter[]): string {
  const rows = letters.map(({ to, subject }) => `<li>${escape(subject)} to ${escape(to)}</li>`).join("");
  return layout(visit, "Held mail", letters.length === 0 ? "<p>Nothing is held.</p>" : `<ul>${rows}</ul>`);
}

function layout({ customer, checkout, details, status }: Visit, title: string, body: string): string {
  const others = regulars.map(({ id, name }) => `<a href="?as=${id}">${name}</a>`).join(" · ");
  const why = [
    details.reason,
    details.detail,
    details.errorCode,
    details.ruleId && `rule ${details.ruleId}`,
    `revision ${details.environmentRevision}`,
    status.state,
    details.stale && "stale",
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} – Storefront</title><style>${css}</style>
<header><a href="/">Storefront</a><span>${escape(customer.name)}</span></header>
<main><h1>${title}</h1>${body}</main>
<footer><p>Checkout <code>${checkout}</code>: ${escape(why.filter(Boolean).join(", "))}</p>
<p>Shop as ${others} · <a href="?as=">somebody new</a> · <a href="/held-mail">held mail</a></p></footer></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const css = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; display: flex; flex-direction: column; min-height: 95vh }
header { display: flex; justify-content: space-between; border-bottom: 1px solid #8884; padding-bottom: .5rem }
header a { font-weight: 700; text-decoration: none; color: inherit }
main { flex: 1; padding: 1rem 0 } h1 { font-size: 1.5rem } h2 { font-size: 1rem; margin: 0 }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem; margin-bottom: 1.5rem }
article { border: 1px solid #8884; border-radius: .5rem; padding: 1rem }
label { display: block; margin-bottom: .75rem } input { display: block; width: 100%; max-width: 24rem; padding: .4rem; font: inherit }
.button, button { display: inline-block; padding: .5rem 1rem; border: 0; border-radius: .4rem; background: #1f6f4a; color: #fff; font: inherit; text-decoration: none; cursor: pointer }
footer { border-top: 1px solid #8884; font-size: .85rem; opacity: .8 }`;
