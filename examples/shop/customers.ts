import type { EvaluationContext } from "@guidon/server";

/** Somebody who shops here; strangers have an id from a cookie and nothing else. */
export interface Customer {
  id: string;
  name: string;
  email?: string;
  country?: string;
  plan?: "free" | "pro" | "enterprise";
  /** Of the app that they last used. */
  appVersion?: string;
}

/** A few regulars, each of whom the flags of the demo treat differently. */
export const regulars: readonly Customer[] = [
  {
    id: "user-42",
    name: "Mira",
    email: "mira@example.com",
    country: "DE",
    plan: "pro",
    appVersion: "4.3.0",
  },
  {
    id: "user-7",
    name: "Jonas",
    email: "jonas@example.com",
    country: "SE",
    plan: "free",
    appVersion: "4.2.1",
  },
  {
    id: "user-81",
    name: "Amara",
    email: "amara@example.com",
    country: "US",
    plan: "pro",
    appVersion: "4.2.0",
  },
  {
    id: "user-300",
    name: "Kenji",
    email: "kenji@example.com",
    country: "JP",
    plan: "free",
    appVersion: "3.9.0",
  },
  {
    id: "acme-buyer",
    name: "Acme Purchasing",
    email: "buy@acme.example",
    country: "US",
    plan: "enterprise",
    appVersion: "4.3.0",
  },
];

/** What the flags may know about a customer: enough to target, and no name or address. */
export function contextOf({ id, country, plan, appVersion }: Customer): EvaluationContext {
  return {
    targetingKey: id,
    ...(country === undefined ? {} : { country }),
    ...(appVersion === undefined ? {} : { appVersion }),
    ...(plan === undefined ? {} : { organization: { plan } }),
  };
}
