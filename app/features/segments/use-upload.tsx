import { useCallback, useEffect, useRef, useState } from "react";
import { readUploadEnd, type UploadEnd } from "./send-file.ts";

export type UploadState =
  | { readonly kind: "idle" }
  /** From 0 to 1: what has been sent; after that the server is at work. */
  | { readonly kind: "sending"; readonly share: number }
  | UploadEnd;

const brokenOff = {
  title: "The upload broke off",
  detail: "The server could not be reached to its end. Nothing was changed.",
  lines: [],
};

/** Sends a file to the API and says how far it is. Leaving ends it; then nothing is changed. */
export function useUpload(): {
  readonly state: UploadState;
  readonly send: (address: string, file: File, headers: Readonly<Record<string, string>>) => void;
} {
  const [state, setState] = useState<UploadState>({ kind: "idle" });
  const running = useRef<XMLHttpRequest>();
  useEffect(() => () => running.current?.abort(), []);
  const send = useCallback((address: string, file: File, headers: Readonly<Record<string, string>>) => {
    // fetch cannot tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    running.current = request;
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      setState({ kind: "sending", share: total === 0 ? 1 : loaded / total });
    });
    request.addEventListener("load", () => setState(readUploadEnd(request.status, request.responseText)));
    request.addEventListener("error", () => setState({ kind: "refused", refusal: brokenOff }));
    setState({ kind: "sending", share: 0 });
    request.send(file);
  }, []);
  return { state, send };
}
