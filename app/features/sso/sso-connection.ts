import { z } from "zod";
import { roles, widerRole } from "#app/features/access/roles.ts";
import type { Role } from "#app/platform/context.ts";
import { isLoopback } from "#app/platform/loopback.ts";

/** What a group of the identity provider gives here. */
export interface RoleMapping {
  /** Null: everybody whom the provider lets in. */
  readonly group: string | null;
  /** By its key; null: all projects. */
  readonly project: string | null;
  readonly role: Role;
}

/** How people sign in by an identity provider; the secret that we share with it is told to nobody. */
export interface SsoConnection {
  /** On the button of the sign-in page. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Asked for beside `openid`. */
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  /** The domains whose addresses the provider may vouch for: by a verified address it opens that account. */
  readonly domains: readonly string[];
  /** Whether somebody unknown, in a group that is mapped, gets an account. */
  readonly createsAccounts: boolean;
  readonly roleMapping: readonly RoleMapping[];
}

const issuerSchema = z
  .url({ protocol: /^https?$/, message: "Give the address that the provider calls its issuer." })
  .max(500)
  .refine((issuer) => {
    const { protocol, hostname, search, hash } = new URL(issuer);
    return (protocol === "https:" || isLoopback(hostname)) && search === "" && hash === "";
  }, "Give an https address without a query.");

const word = (most: number) => z.string().trim().min(1, "Fill this in.").max(most);
const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/, "Give domains such as example.com.")
  .max(253);

export const ssoConnectionSchema = z.strictObject({
  name: word(60),
  issuer: issuerSchema,
  clientId: word(300),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, "A scope is one word.")).max(20),
  groupsClaim: word(200),
  domains: z.array(domainSchema).max(50),
  createsAccounts: z.boolean(),
  roleMapping: z
    .array(
      z.strictObject({
        group: word(300).nullable(),
        project: word(200).nullable(),
        role: z.enum(roles as readonly [Role, ...Role[]]),
      }),
    )
    .max(500),
});

/** As it is changed: a secret that is left out stays as it is. */
export const changeSsoSchema = ssoConnectionSchema.extend({
  clientSecret: z.string().min(1).max(1000).optional(),
});

/** What is given to a person in those groups: the widest role of each project. */
export function rolesOf(
  mapping: readonly RoleMapping[],
  groups: readonly string[],
): ReadonlyMap<string | null, Role> {
  const given = new Map<string | null, Role>();
  for (const { group, project, role } of mapping) {
    if (group !== null && !groups.includes(group)) continue;
    const before = given.get(project);
    given.set(project, before === undefined ? role : widerRole(before, role));
  }
  return given;
}

/** Whether the provider may vouch for an address: one that it has verified, in a domain that is its own. */
export function mayVouch(domains: readonly string[], person: SsoPerson): boolean {
  return (
    person.email !== undefined &&
    person.emailVerified &&
    domains.includes(person.email.split("@").at(-1) ?? "")
  );
}

/** What the provider says of a person. */
export interface SsoPerson {
  readonly subject: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly groups: readonly string[];
}

const storable = z.string().refine((text) => !text.includes("\0") && text.isWellFormed());
const claimsSchema = z.object({
  sub: storable.min(1).max(255),
  email: storable.max(254).toLowerCase().pipe(z.email()).optional().catch(undefined),
  // Only the value true counts: what a provider does not say is not verified.
  email_verified: z.literal(true).optional().catch(undefined),
  name: storable.trim().min(1).optional().catch(undefined),
});

/** Reads claims; what is not as it should be is as if it were not said, but for the subject. */
export function personOf(claims: Readonly<Record<string, unknown>>, groupsClaim: string): SsoPerson {
  const { sub, email, email_verified: verified, name } = claimsSchema.parse(claims);
  const told = claims[groupsClaim];
  const groups: unknown[] = Array.isArray(told) ? told : [told];
  return {
    subject: sub,
    email,
    emailVerified: verified === true,
    name: (name ?? email ?? sub).slice(0, 100),
    groups: groups.filter((group) => typeof group === "string"),
  };
}
