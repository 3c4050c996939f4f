import { compile, evaluate, evaluateAll } from "@guidon/engine";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createStreamHub } from "../../app/api/stream-hub.server.ts";
import type { LiveEnvironment } from "../../app/platform/context.ts";
import { makeThousand } from "../engine/closures.ts";
import { all, CONTEXTS, thousand, type BenchContext } from "../engine/scenarios.ts";
import { createBenchFront } from "./front.ts";

/** Who answers: the product's own front, and what somebody would write by hand for these very requests. */

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

export const subjects = { guidon, bare, closures } satisfies Record<string, () => Answerer>;
export type SubjectName = keyof typeof subjects;

/** The flag that is asked for alone: five rules of two clauses, then a split. */
export const single = "S4-flag-7";

const program = compile(all);
const live: LiveEnvironment = {
  id: "environment",
  name: all.environment,
  revision: all.revision,
  snapshot: all,
  program,
  lists: new Map(),
};

/** The product's front with 1,000 flags in memory. */
function guidon(): Answerer {
  const front = createBenchFront({ live: () => live, streams: createStreamHub() });
  return (request, response) => void front(request, response);
}

/** Reads and parses the same bodies and answers with as many bytes, always the same. */
function bare(): Answerer {
  const someone = CONTEXTS[0]!;
  const now = { now: Date.now() };
  const answers = new Map<string, string>([
    ["one", JSON.stringify({ evaluations: { [single]: evaluate(program, single, someone, now) } })],
    ["all", JSON.stringify(Object.fromEntries(evaluateAll(program, someone, now)))],
  ]);
  return (request, response) => {
    if (request.method === "GET") {
      response.writeHead(304, { etag: '"1-0"' }).end();
      return;
    }
    readJson(request, (body) => {
      const { all } = body as { all?: true };
      const text = answers.get(all === true || request.url === "/ofrep/v1/evaluate/flags" ? "all" : "one")!;
      answer(response, text);
    });
  };
}

/** Hand-written closures for these flags; for all of them, answers joined from pieces serialised beforehand. */
function closures(): Answerer {
  const flags = makeThousand();
  const revisions = { flagRevision: 1, environmentRevision: 1 };
  const pieces = new Map(
    thousand.map(({ key }) => {
      const made = new Map<string, { plain: string; ofrep: string }>();
      for (const context of CONTEXTS.slice(0, 300)) {
        const found = flags.get(key)!(context);
        // The product's answers tell the bucket of a split; these have some number in its place.
        const draws = found.reason === "SPLIT" ? { draws: { gates: [], split: 12_345 } } : {};
        made.set(found.variant, {
          plain: `${JSON.stringify(key)}:${JSON.stringify({ ...found, ...revisions, ...draws })}`,
          ofrep: JSON.stringify({ key, ...found, metadata: { reason: found.reason, ...revisions } }),
        });
      }
      return [key, made] as const;
    }),
  );
  return (request, response) =>
    readJson(request, (body) => {
      const { context, flag } = body as { context: BenchContext; flag?: string };
      if (flag !== undefined) {
        answer(
          response,
          JSON.stringify({ evaluations: { [flag]: { ...flags.get(flag)!(context), ...revisions } } }),
        );
        return;
      }
      const form = request.url === "/ofrep/v1/evaluate/flags" ? "ofrep" : "plain";
      let text = "";
      for (const [key, closure] of flags) {
        const piece = pieces.get(key)!.get(closure(context).variant)![form];
        text += text === "" ? piece : `,${piece}`;
      }
      answer(response, form === "ofrep" ? `{"flags":[${text}]}` : `{"evaluations":{${text}}}`);
    });
}

function readJson(request: IncomingMessage, done: (body: unknown) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => done(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
}

function answer(response: ServerResponse, text: string): void {
  response
    .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
    .end(text);
}
