import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { application, front } from "#app/main.server.ts";
import { makeNonce, securityHeaders } from "#app/pages/security-headers.server.ts";
import { NonceProvider } from "#app/ui/nonce.tsx";

const { log } = await application;

export { application, front };

/** After this a page that still waits for data is cut off. */
export const streamTimeout = 8000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  const nonce = makeNonce();
  for (const [name, value] of securityHeaders(nonce, request.url)) headers.set(name, value);
  headers.set("Content-Type", "text/html; charset=utf-8");
  // Of a page that could not be read, Remix keeps the status and not the headers.
  if (status === 503) headers.set("Retry-After", "2");
  // Readers without scripts, and those who index, get the whole page at once.
  const whole = isbot(request.headers.get("user-agent") ?? "") || context.isSpaMode;

  return new Promise((resolve, reject) => {
    let answered = false;
    let code = status;
    const answer = () => {
      answered = true;
      const body = new PassThrough();
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
      pipe(body);
    };
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <RemixServer context={context} url={request.url} abortDelay={streamTimeout} nonce={nonce} />
      </NonceProvider>,
      {
        nonce,
        ...(whole ? { onAllReady: answer } : { onShellReady: answer }),
        onShellError: reject,
        onError(error: unknown) {
          code = 500;
          // Before the first byte the same error rejects above, and is reported there.
          if (answered) log.error({ err: error }, "a page failed while it was sent");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1000).unref();
  });
}
