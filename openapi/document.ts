import { z } from "zod";
import { isCreation, type Answer, type Credential, type Operation } from "./operation.ts";
import { idempotencyKeyHeader, problemSchema } from "./v1/common.ts";
import { contract, tags } from "./v1/contract.ts";

type JsonSchema = Record<string, unknown>;

/** The OpenAPI 3.1 document of version 1, made from the contract alone. */
export function openapiDocument(): Record<string, unknown> {
  const components: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  const problem = reference(problemSchema, components);
  for (const operation of Object.values<Operation>(contract)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operation, problem, components),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Guidon",
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
      description:
        "Feature flags: management, evaluation, delivery and OFREP. Within version 1 operations, fields and values are only added; what is to go is marked deprecated at least a year before.",
    },
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A server, client or management key." },
        keyHeader: {
          type: "apiKey",
          in: "header",
          name: "X-API-Key",
          description: "The same, for OFREP providers.",
        },
        session: { type: "apiKey", in: "cookie", name: "__Host-guidon", description: "A signed-in browser." },
      },
    },
  };
}

function describeOperation(
  operation: Operation,
  problem: JsonSchema,
  components: Record<string, JsonSchema>,
) {
  const parameters = [
    ...parametersOf(operation.params, "path", operation.example?.params, components),
    ...parametersOf(operation.query, "query", operation.example?.query, components),
    ...parametersOf(operation.headers, "header", operation.example?.headers, components),
    ...(isCreation(operation) ? parametersOf(idempotencyKeyHeader, "header", undefined, components) : []),
  ];
  const description = descriptionOf(operation);
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(description === undefined ? {} : { description }),
    ...(operation.deprecated === undefined ? {} : { deprecated: true }),
    tags: [operation.tag],
    security: securityOf(operation.credentials),
    "x-guidon-credentials": operation.credentials,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...bodyOf(operation, components),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [
          status,
          withProblems(Number(status), describeAnswer(answer, components), problem),
        ]),
      ),
      "4XX": {
        description: "Refused; `code` says why.",
        content: { "application/problem+json": { schema: problem } },
      },
      "5XX": {
        description: "Failed on our side.",
        content: { "application/problem+json": { schema: problem } },
      },
    },
  };
}

function bodyOf(operation: Operation, components: Record<string, JsonSchema>) {
  const { body, streams, example } = operation;
  const given = example?.body === undefined ? {} : { example: example.body };
  if (streams !== undefined) {
    const sent = example?.headers?.["content-type"];
    const content = streams.map((type) => [
      type,
      { schema: { type: "string" }, ...(type === sent ? given : {}) },
    ]);
    return { requestBody: { required: true, content: Object.fromEntries(content) as JsonSchema } };
  }
  if (body === undefined) return {};
  const content = { "application/json": { schema: reference(body, components), ...given } };
  return { requestBody: { required: operation.bodyOptional !== true, content } };
}

function descriptionOf({ description, deprecated }: Operation): string | undefined {
  if (deprecated === undefined) return description;
  const { since, sunset, instead } = deprecated;
  const words = `Deprecated since ${since}, gone after ${sunset}. ${instead}`;
  return description === undefined ? words : `${description} ${words}`;
}

function describeAnswer(answer: Answer, components: Record<string, JsonSchema>) {
  if (answer.schema === undefined && answer.contentType === undefined)
    return { description: answer.description };
  const schema = answer.schema === undefined ? { type: "string" } : reference(answer.schema, components);
  return {
    description: answer.description,
    content: { [answer.contentType ?? "application/json"]: { schema } },
  };
}

/** A protocol with errors of its own still gets ours for what never came to it, such as a body that cannot be read. */
function withProblems(status: number, answer: { content?: Record<string, unknown> }, problem: JsonSchema) {
  if (status < 400 || answer.content === undefined) return answer;
  return { ...answer, content: { ...answer.content, "application/problem+json": { schema: problem } } };
}

function parametersOf(
  schema: z.ZodObject | undefined,
  place: "path" | "query" | "header",
  example: Readonly<Record<string, string>> | undefined,
  components: Record<string, JsonSchema>,
) {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...rest } = reference(field as z.ZodType, components) as { description?: string };
    return {
      name: place === "header" ? titleCase(name) : name,
      in: place,
      required: place === "path",
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(example?.[name] === undefined ? {} : { example: typed(example[name], rest) }),
    };
  });
}

/** Examples are written as they stand in an address; the document wants them as what they mean. */
function typed(text: string, schema: JsonSchema): unknown {
  return schema["type"] === "integer" || schema["type"] === "number" ? Number(text) : text;
}

/** Named schemas go to the components, as do those that they mention; the rest stands in place. */
function reference(schema: z.ZodType, components: Record<string, JsonSchema>): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    unrepresentable: "any",
  }) as JsonSchema;
  const { $schema: _, $defs, ...rest } = pointToComponents(made) as JsonSchema;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
    // What any JSON value is made of needs no schema of its own: the empty schema says as much.
    if (!name.startsWith("__"))
      components[name] = name === "Json" ? anyJson(definition) : withoutId(definition);
  }
  const name = schema.meta()?.id;
  if (name === undefined) return rest;
  components[name] ??= withoutId(rest);
  return { $ref: `#/components/schemas/${name}` };
}

/** A schema that mentions itself is made with `#`; in the document its place is among the components. */
function pointToComponents(value: unknown, self?: string): unknown {
  if (Array.isArray(value)) return value.map((each) => pointToComponents(each, self));
  if (typeof value !== "object" || value === null) return value;
  const own = "id" in value && typeof value.id === "string" ? value.id : self;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key !== "$ref" || typeof each !== "string") return [key, pointToComponents(each, own)];
      return [
        key,
        each === "#" ? `#/components/schemas/${own}` : each.replace("#/$defs/", "#/components/schemas/"),
      ];
    }),
  );
}

const anyJson = ({ description }: JsonSchema): JsonSchema => ({ description });

function withoutId({ id: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

function securityOf(credentials: readonly Credential[]) {
  const keys = credentials.some((credential) => credential !== "session");
  return [
    ...(keys ? [{ key: [] }, { keyHeader: [] }] : []),
    ...(credentials.includes("session") ? [{ session: [] }] : []),
  ];
}

function titleCase(name: string): string {
  return name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}
