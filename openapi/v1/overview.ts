import { z } from "zod";
import { operation } from "../operation.ts";
import { managers, projectParams } from "./common.ts";

const searchHitSchema = z
  .strictObject({
    kind: z.enum(["flag", "member"]),
    key: z.string().meta({ description: "The flag's key; of a person the id." }),
    name: z.string(),
    detail: z
      .string()
      .meta({ description: "What tells it from others of its name: a key, an e-mail address." }),
    archived: z.boolean(),
  })
  .meta({ id: "SearchHit" });

/** A project as a whole. */
export const overviewOperations = {
  followProject: operation({
    id: "followProject",
    method: "get",
    path: "/api/v1/projects/{project}/changes",
    summary: "What changes in a project, as it happens (Server-Sent Events)",
    description:
      "Events `published` (environment, revision and the keys of what changed; null where those are many) and `changed` (something else did), of what you may see. A comment every 15 s says that the line is alive. The stream ends within five minutes, and whenever access changes: come back after the `retry` that it told, and read anew.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: { 200: { description: "Events without end.", contentType: "text/event-stream" } },
  }),
  searchProject: operation({
    id: "searchProject",
    method: "get",
    path: "/api/v1/projects/{project}/search",
    summary: "Find flags and people by a few letters",
    description:
      "The best fits first, at most eight of each kind. Of what you may not read, nothing is found.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    query: z.object({ text: z.string().trim().min(1).max(200) }),
    answers: {
      200: { description: "What fits.", schema: z.strictObject({ hits: z.array(searchHitSchema) }) },
    },
    example: { params: { project: "storefront" }, query: { text: "check" }, status: 200 },
  }),
} as const;
