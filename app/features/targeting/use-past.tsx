import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { momentQuery, type PastFlag, type PastMoment } from "./past-flag.ts";

export interface Past {
  readonly moment: PastMoment | undefined;
  readonly choose: (moment: PastMoment) => void;
  /** What came last; with the moment that is chosen only once `busy` is over. */
  readonly data: PastFlag | undefined;
  readonly busy: boolean;
}

/** A state of the past to ask about, fetched as it is chosen. Without a choice, the last state but one. */
export function usePast(address: string, wanted: boolean): Past {
  const { load, data, state } = useFetcher<PastFlag>();
  const [moment, setMoment] = useState<PastMoment>();
  const query = moment === undefined ? "" : momentQuery(moment);
  useEffect(() => {
    if (wanted) load(`${address}?${query}`);
  }, [load, address, wanted, query]);
  // A refused moment comes back as an error of the page's own; what came before stays.
  const known = data !== undefined && "revisions" in data ? data : undefined;
  const previous = known?.revisions[1] ?? known?.revisions[0];
  useEffect(() => {
    if (wanted && moment === undefined && previous !== undefined) setMoment({ revision: previous.revision });
  }, [wanted, moment, previous]);
  return { moment, choose: setMoment, data: known, busy: state !== "idle" };
}
