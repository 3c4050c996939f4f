import { Form, useSubmit } from "@remix-run/react";
import { Monitor, Moon, Sun } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { ChoiceCards } from "#app/ui/choice-cards.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { Theme } from "./theme.ts";

export interface ThemeFormProps {
  readonly theme: Theme;
  /** The page that the form stands on. */
  readonly here: string;
}

/** Chosen at once; without scripts, by its button. */
export function ThemeForm({ theme, here }: ThemeFormProps) {
  const submit = useSubmit();
  return (
    <Panel title="Theme" note="In this browser.">
      <Form
        method="post"
        action="/theme"
        replace
        preventScrollReset
        onChange={(event) => {
          void submit(event.currentTarget, { replace: true, preventScrollReset: true });
        }}
        className="grid max-w-150 gap-4"
      >
        <input type="hidden" name="to" value={here} />
        <ChoiceCards
          key={theme}
          legend="How Guidon looks"
          name="theme"
          defaultValue={theme}
          choices={[
            { value: "system", label: "Like the system", icon: <Monitor aria-hidden /> },
            { value: "light", label: "Light", icon: <Sun aria-hidden /> },
            { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
          ]}
        />
        <noscript>
          <Button type="submit">Use this theme</Button>
        </noscript>
      </Form>
    </Panel>
  );
}
