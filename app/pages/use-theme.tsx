import { useFetcher } from "@remix-run/react";
import { isTheme, type Theme } from "./theme.ts";

/** The theme that is shown, and a way to another: at once here, and kept by a cookie for the next page. */
export function useTheme(kept: Theme): readonly [Theme, (next: Theme) => void] {
  const form = useFetcher({ key: "theme" });
  const pending = form.formData?.get("theme");
  const choose = (next: Theme) => {
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    void form.submit({ theme: next }, { method: "post", action: "/theme" });
  };
  return [isTheme(pending) ? pending : kept, choose];
}
