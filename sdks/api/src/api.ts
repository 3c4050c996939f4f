import createClient, { type Client } from "openapi-fetch";
import { ApiProblem } from "./api-problem.ts";
import type { paths } from "./generated/v1.ts";

/** The API: a method for each HTTP method, typed by path. */
export type Api = Client<paths>;

/** Where the API is, and who is asking. */
export interface ApiOptions {
  /** The address of the Guidon server, with its base path if it has one. */
  url: string;
  /** A management key; for evaluation, a server or client key. */
  key: string;
  /** Default: the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** Makes a client; each call answers `{ data, error, response }`, or use `dataOf`. */
export function createApi({ url, key, fetch }: ApiOptions): Api {
  return createClient<paths>({
    baseUrl: url,
    headers: { authorization: `Bearer ${key}` },
    // The key goes to the address that was configured and to no other.
    redirect: "error",
    ...(fetch === undefined ? {} : { fetch }),
  });
}

/** Waits for a call and gives its data, or throws an `ApiProblem`: `await dataOf(api.GET("/api/v1/me"))`. */
export async function dataOf<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ApiProblem(error, response);
  // A success without a body (204) has no data; its type is `undefined` too, or `never` where there is always one.
  return data as Exclude<Data, undefined>;
}
