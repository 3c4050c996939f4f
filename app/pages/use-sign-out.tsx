import { useSubmit } from "@remix-run/react";
import { dropWorkOf } from "./kept-work.ts";

/** Ends the session; what the person has not saved is not left to whoever sits down next. */
export function useSignOut(person: string): () => void {
  const submit = useSubmit();
  return () => {
    dropWorkOf(person);
    void submit(null, { method: "post", action: "/sign-out" });
  };
}
