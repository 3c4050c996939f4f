import type { DocumentName } from "@guidon/engine";
import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { useToast } from "#app/ui/toast.tsx";
import type { RestorePreview } from "./restore-preview.ts";

export interface RestoreRequest {
  /** One flag or segment, or (undefined) the whole environment. */
  readonly only?: DocumentName | undefined;
  readonly revision: number;
  readonly definitions: boolean;
  readonly expectedVersion: string;
  readonly comment: string;
}

/** Sends restores for a page, tells when one is done, and offers to undo it: with another. */
export function useRestore({
  action,
  environment,
  onDone,
}: {
  readonly action: string;
  readonly environment: string;
  readonly onDone: () => void;
}) {
  const fetcher = useFetcher<{ problem?: ProblemView | undefined; done?: RestorePreview | undefined }>();
  const toast = useToast();
  const last = useRef<RestoreRequest>(undefined);
  const { submit } = fetcher;
  const send = useCallback(
    (request: RestoreRequest) => {
      last.current = request;
      const body = JSON.stringify({ ...request, dryRun: false });
      void submit(body, { method: "post", action, encType: "application/json" });
    },
    [submit, action],
  );
  const { done, problem } = fetcher.data ?? {};
  const told = useRef<RestorePreview>(undefined);
  useEffect(() => {
    const request = last.current;
    if (done === undefined || request === undefined || told.current === done) return;
    told.current = done;
    const undo: RestoreRequest = {
      ...request,
      revision: done.revision - 1,
      expectedVersion: done.version,
      comment: `Undo of revision ${done.revision}`,
    };
    toast({
      title: `Restored as revision ${done.revision}`,
      detail: `${environment} serves it now.`,
      action: { label: "Undo", run: () => send(undo) },
    });
    onDone();
  }, [done, environment, onDone, send, toast]);
  return { send, busy: fetcher.state !== "idle", problem };
}
