import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");

/** Use cases and reads that only a page calls, and why a program needs no operation for it. */
const onlyOnPages: Readonly<Record<string, string>> = {
  "access/require-second-factor.server.ts":
    "decides whether a page asks for a code; operations answer second_factor_required",
  "account/read-account.server.ts": "a session asks GET /api/v1/me who it is",
  "api-keys/find-example-flags.server.ts": "writes a flag that GET …/flags lists into the snippets of a page",
  "audit/look-at-audit.server.ts":
    "shows at once what GET …/audit and its verification give, and fills the lists that filters are chosen from",
  "layers/list-splits.server.ts":
    "suggests the splits that GET …/flags/{flag} gives, where a slice is given away",
  "members/accept-invitation.server.ts": "opens a browser's session",
  "members/read-invitation.server.ts": "greets whoever follows the link, who has no key yet",
  "segments/list-segments-with-uses.server.ts":
    "counts beside the list what GET …/segments/{segment}/dependents names",
  "segments/read-nameable.server.ts":
    "suggests while somebody writes what the lists of flags and segments give",
  "sign-in/finish-sign-in.server.ts": "opens a browser's session",
  "sign-in/read-password-reset.server.ts": "greets whoever follows the link of a mail",
  "sign-in/request-password-reset.server.ts": "mails a link to whoever cannot sign in",
  "sign-in/reset-password.server.ts": "opens a browser's session",
  "sign-in/sign-in.server.ts": "opens a browser's session; programs have keys and tokens",
  "sign-in/sign-out.server.ts": "ends the browser's session, whose cookie it takes back",
  "sso/begin-sso.server.ts": "sends a browser to the identity provider",
  "sso/finish-sso.server.ts": "takes a browser back from the identity provider",
  "sso/read-sso-offer.server.ts": "writes the button of the sign-in page",
  "targeting/find-keys.server.ts":
    "gives a page's own engine what POST …/explain looks up in the lists by itself",
  "targeting/read-surroundings.server.ts":
    "gives a page's own engine the part of GET /api/v1/snapshot that the flag needs",
  "two-factor/qr-code.server.ts": "draws the address that POST /api/v1/me/two-factor gives as text",
};

/** What the files of an edge call of the features: modules with a `.server.ts` that are imported for more than types. */
function calledBy(pattern: string): Set<string> {
  const called = new Set<string>();
  for (const file of globSync(pattern, { cwd: root })) {
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(root, file), "utf8"),
      ts.ScriptTarget.Latest,
    );
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const { text } = statement.moduleSpecifier;
      const target = text.startsWith("#") ? text.slice(1) : path.join(path.dirname(file), text);
      const feature = /^app\/features\/(.+\.server\.ts)$/.exec(target)?.[1];
      if (feature !== undefined && !namesOnlyTypes(statement.importClause)) called.add(feature);
    }
  }
  return called;
}

function namesOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

const byPages = calledBy("app/**/*.route.{ts,tsx}");
const byApi = calledBy("app/api/*handlers.server.ts");

test("the sources of both edges are found", () => {
  for (const called of [byPages, byApi]) {
    expect(called).toContain("flags/create-flag.server.ts");
    expect(called.size).toBeGreaterThan(20);
  }
});

test("no page does what the API cannot: give the use case an operation, or name here why it needs none", () => {
  const missing = [...byPages].filter((file) => !byApi.has(file) && onlyOnPages[file] === undefined);
  expect(missing.toSorted()).toEqual([]);
});

test("no exception outlives its reason", () => {
  const stale = Object.keys(onlyOnPages).filter((file) => !byPages.has(file) || byApi.has(file));
  expect(stale).toEqual([]);
});
