import { isRouteErrorResponse, Link, useLocation, useRouteError } from "@remix-run/react";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { Button } from "#app/ui/button.tsx";
import { isProblemView } from "./problem-view.ts";

interface Told {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId?: string;
}

/** What went wrong, in words that help, and the way on. */
export function ErrorPage() {
  const told = tell(useRouteError());
  const { pathname, search } = useLocation();
  return (
    <div className="mx-auto grid max-w-md justify-items-start gap-3 py-10">
      <p className="font-mono text-sm text-ink-3 tabular">{told.status}</p>
      <h1 className="text-2xl font-[650] tracking-[-0.015em]">{told.title}</h1>
      <p className="text-ink-2">{told.detail}</p>
      {told.requestId !== undefined && told.status >= 500 && (
        <p className="flex items-center gap-1 text-sm text-ink-2">
          Request <code className="text-xs">{told.requestId}</code>
          <CopyButton text={told.requestId} label="Copy the request id" />
        </p>
      )}
      <div className="mt-2 flex gap-2">
        <Button asChild tone="primary">
          <Link to="/">{told.status === 410 ? "Sign in" : "Go to your project"}</Link>
        </Button>
        {told.status >= 500 && (
          <Button asChild>
            <Link to={pathname + search} reloadDocument>
              Try again
            </Link>
          </Button>
        )}
      </div>
    </div>
  );
}

function tell(error: unknown): Told {
  if (!isRouteErrorResponse(error)) {
    return {
      status: 500,
      title: "Something went wrong on our side",
      detail: "The page could not be drawn. What you saved is safe; try again.",
    };
  }
  const held: unknown = error.data;
  const problem =
    typeof held === "object" && held !== null && "problem" in held && isProblemView(held.problem)
      ? held.problem
      : undefined;
  if (problem !== undefined) {
    const detail = problem.detail ?? advice(problem.status);
    return { status: problem.status, title: problem.title, detail, requestId: problem.requestId };
  }
  return { status: error.status, title: titleOf(error.status), detail: advice(error.status) };
}

function titleOf(status: number): string {
  return status === 404
    ? "There is no such page"
    : status === 403
      ? "You may not do this"
      : "Something went wrong";
}

function advice(status: number): string {
  if (status === 404) return "The address may be mistyped, or what was here has been moved or archived.";
  if (status === 410)
    return "Links work once and for a week. Ask whoever sent it for a new one, or sign in if you have joined.";
  if (status === 403) return "Ask an Owner or Admin of the project for a wider role.";
  if (status >= 500) return "It is not your fault, and nothing you saved is lost. Try again in a moment.";
  return "Go back and try once more.";
}
