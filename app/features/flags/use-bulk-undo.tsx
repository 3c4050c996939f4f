import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { useToast } from "#app/ui/toast.tsx";
import type { BulkOutcome, BulkRequest } from "./bulk.ts";

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: BulkOutcome | undefined;
}

/** Says what was done, with the way back, which is open as long as the list is. */
export function useBulkUndo(base: string): (told: string, undo: BulkRequest | undefined) => void {
  const toast = useToast();
  const { submit, data } = useFetcher<Answer>();
  useEffect(() => {
    if (data?.done !== undefined) toast({ title: "Undone" });
    if (data?.problem !== undefined)
      toast({ tone: "bad", title: "It was not undone", detail: data.problem.detail ?? data.problem.title });
  }, [data, toast]);
  return (told, undo) => {
    const run = () => {
      void submit(JSON.stringify(undo), {
        ...{ method: "post", action: `${base}/bulk`, encType: "application/json" },
      });
    };
    toast({ title: told, ...(undo === undefined ? {} : { action: { label: "Undo", run } }) });
  };
}
