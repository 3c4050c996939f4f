import { caseFiles } from "@guidon/conformance";
import { Ajv2020 } from "ajv/dist/2020.js";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startFront, type TestFront } from "./front.fixture.ts";

const reference = new URL("../../../shared/reference/ofrep/openapi.yaml", import.meta.url);
const missing = existsSync(reference)
  ? undefined
  : "shared/reference/ofrep does not stand beside this repository";

describe.skipIf(missing !== undefined)(
  `OFREP's own schema holds for what is answered${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let front: TestFront;
    beforeAll(async () => {
      front = await startFront();
    });
    afterAll(() => front.close());

    const document = missing === undefined ? readDocument() : {};
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, "ofrep");
    const responses = (path: string, status: number) =>
      `ofrep#/paths/${path.replaceAll("/", "~1")}/post/responses/${status}/content/application~1json/schema`;

    async function send(path: string, body: unknown) {
      const response = await fetch(`${front.url}${path}`, {
        method: "POST",
        headers: { authorization: "Bearer key", "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    }
    function problemsOf(path: string, answer: { status: number; body: unknown }): unknown {
      const validate = ajv.getSchema(encodeURI(responses(path, answer.status)));
      if (validate === undefined) return `nothing is said of ${answer.status}`;
      return validate(answer.body) === true ? undefined : validate.errors;
    }

    test.each(caseFiles.map(({ name, snapshot, cases }) => ({ name, snapshot, cases })))(
      "$name: all flags, and each alone",
      async ({ snapshot, cases }) => {
        front.load(snapshot);
        const contexts = new Map(
          cases.map(({ context, now }) => [JSON.stringify(context), { context, now }]),
        );
        for (const { context, now } of [...contexts.values()].slice(0, 40)) {
          front.setTime(Date.parse(now));
          const bulk = "/ofrep/v1/evaluate/flags";
          expect(problemsOf(bulk, await send(bulk, { context }))).toBeUndefined();
        }
        // An address cannot hold the empty key.
        for (const { flag, context } of cases.filter(({ flag }) => flag !== "").slice(0, 40)) {
          const one = await send(`/ofrep/v1/evaluate/flags/${encodeURIComponent(flag)}`, { context });
          expect(problemsOf("/ofrep/v1/evaluate/flags/{key}", one)).toBeUndefined();
        }
      },
    );

    test("refusals in the protocol's own form: no context, and a targeting key that is no string", async () => {
      for (const body of [{}, { context: { targetingKey: 7 } }]) {
        const bulk = await send("/ofrep/v1/evaluate/flags", body);
        expect([bulk.status, problemsOf("/ofrep/v1/evaluate/flags", bulk)]).toEqual([400, undefined]);
        const one = await send("/ofrep/v1/evaluate/flags/any", body);
        expect([one.status, problemsOf("/ofrep/v1/evaluate/flags/{key}", one)]).toEqual([400, undefined]);
      }
    });
  },
);

/** An integer is a float too, and every value goes with a flag that has none: read literally, the schema's oneOf holds for nothing. */
function readDocument(): object {
  const document = parse(readFileSync(reference, "utf8")) as {
    components: { schemas: { evaluationSuccess: { allOf: { oneOf?: unknown; anyOf?: unknown }[] } } };
  };
  for (const part of document.components.schemas.evaluationSuccess.allOf) {
    if (part.oneOf === undefined) continue;
    part.anyOf = part.oneOf;
    delete part.oneOf;
  }
  return document;
}
