import { Flag, Plus, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Bar } from "#app/ui/bar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ChoiceCards } from "#app/ui/choice-cards.tsx";
import { Time } from "#app/ui/clock.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { ConfirmDetails } from "#app/ui/confirm-details.tsx";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Dot, hues } from "#app/ui/dot.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { menuOnDemand, type MenuOnDemandProps } from "#app/ui/menu-on-demand.tsx";
import { Menu, MenuItem, MenuSeparator } from "#app/ui/menu.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PercentInput } from "#app/ui/percent-input.tsx";
import { Pill } from "#app/ui/pill.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { Select } from "#app/ui/select.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { Spark } from "#app/ui/spark.tsx";
import { Switch } from "#app/ui/switch.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { TabLinks } from "#app/ui/tabs.tsx";
import { useToast } from "#app/ui/toast.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import { Tooltip } from "#app/ui/tooltip.tsx";
import { useAnnouncer } from "#app/ui/use-announcer.tsx";
import { Words } from "#app/ui/words.tsx";

const buttonTones = ["primary", "plain", "danger", "danger-solid", "ghost", "link"] as const;
const chipTones = ["plain", "on", "warn", "kill", "accent", "strong"] as const;
const noticeTones = ["info", "warn", "error", "locked"] as const;

/** Every part of the design system in every state. */
export function Gallery() {
  return (
    <main className="mx-auto grid max-w-300 gap-5 p-6 lg:grid-cols-2">
      <h1 className="text-2xl font-[650] lg:col-span-2">Parts</h1>
      <Buttons />
      <Marks />
      <Controls />
      <Fields />
      <Notices />
      <Overlays />
      <Figures />
      <Dangers />
      <Shown title="Table" wide>
        <Table caption="Sample">
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>State</Th>
              <Th className="text-right">Count</Th>
            </tr>
          </thead>
          <tbody>
            {["New checkout flow", "Payments v2"].map((name, index) => (
              <Tr key={name}>
                <Td>{name}</Td>
                <Td>
                  <Chip tone="on">on</Chip>
                </Td>
                <Td className="text-right tabular">{1024 * (index + 1)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Shown>
      <Shown title="Code">
        <CodeBlock
          title="Shell"
          code={'curl https://flags.example/api/v1/flags \\\n  -H "Authorization: Bearer …"'}
        />
      </Shown>
      <Shown title="Empty">
        <EmptyState
          icon={<Flag aria-hidden />}
          title="Nothing here"
          action={<Button tone="primary">Begin</Button>}
        >
          What would be here, and the next step.
        </EmptyState>
      </Shown>
    </main>
  );
}

function Shown(props: { readonly title: string; readonly wide?: boolean; readonly children: ReactNode }) {
  return (
    <Panel
      title={props.title}
      className={props.wide === true ? "lg:col-span-2" : ""}
      bodyClassName="grid gap-4"
    >
      {props.children}
    </Panel>
  );
}

function Buttons() {
  return (
    <Shown title="Buttons">
      <div className="flex flex-wrap gap-2">
        {buttonTones.map((tone) => (
          <Button key={tone} tone={tone}>
            {tone}
          </Button>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm">Small</Button>
        <Button size="lg" tone="primary">
          Large
        </Button>
        <Button disabled>Disabled</Button>
        <Button busy tone="primary">
          Working
        </Button>
        <Button size="icon" aria-label="Add">
          <Plus aria-hidden />
        </Button>
        <Button size="icon" tone="ghost" aria-label="Remove">
          <Trash2 aria-hidden />
        </Button>
      </div>
    </Shown>
  );
}

function Marks() {
  return (
    <Shown title="Marks">
      <div className="flex flex-wrap gap-2">
        {chipTones.map((tone) => (
          <Chip key={tone} tone={tone}>
            {tone}
          </Chip>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        {hues.map((hue) => (
          <span key={hue} className="flex items-center gap-1.5 text-sm">
            <Dot hue={hue} />
            {hue}
          </span>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Pill>control</Pill>
        <Pill mono>organization.plan</Pill>
        <Kbd>⌘K</Kbd>
        <Time at="2026-01-05T09:30:00Z" />
      </div>
      <Bar
        parts={[
          { label: "control", percent: 50, hue: "v0" },
          { label: "one-page", percent: 25, hue: "v1" },
          { label: "express", percent: 15, hue: "v2" },
          { label: "rest", percent: 10, hue: "rest" },
        ]}
      />
      <Skeleton className="w-48" />
    </Shown>
  );
}

function Controls() {
  const [on, setOn] = useState(true);
  const [kind, setKind] = useState<"a" | "b">("a");
  const [tokens, setTokens] = useState(["DE", "AT", "not valid"]);
  return (
    <Shown title="Controls">
      <div className="flex flex-wrap items-center gap-4">
        <Switch label="Switch" checked={on} onCheckedChange={setOn} />
        <Switch size="lg" label="Large switch" checked={on} onCheckedChange={setOn} />
        <Switch label="Disabled" checked disabled />
        <Segmented
          label="Segmented"
          value={kind}
          onChange={setKind}
          options={[
            { value: "a", label: "a variant" },
            { value: "b", label: "a split" },
          ]}
        />
      </div>
      <TokenInput
        label="Tokens"
        tokens={tokens}
        onChange={setTokens}
        problem={(token) => (token.includes(" ") ? "has a space" : undefined)}
      />
      <Checkbox label="A checkbox" hint="With a hint below." />
      <ChoiceCards
        legend="Cards"
        name="cards"
        columns={2}
        defaultValue="one"
        choices={[
          { value: "one", label: "One", hint: "When it is one." },
          { value: "two", label: "Two", hint: "When it is two." },
        ]}
      />
    </Shown>
  );
}

function Fields() {
  return (
    <Shown title="Fields">
      <Field label="With a hint" hint="Helps to fill it in.">
        <Input placeholder="Placeholder" />
      </Field>
      <Field label="With an error" error="This key is taken.">
        <Input mono defaultValue="new-checkout" />
      </Field>
      <Field label="Select" optional>
        <Select>
          <option>Production</option>
        </Select>
      </Field>
      <Field label="Text">
        <Textarea rows={2} />
      </Field>
    </Shown>
  );
}

function Notices() {
  return (
    <Shown title="Notices">
      {noticeTones.map((tone) => (
        <Notice key={tone} tone={tone} title={tone} action={<Button size="sm">Do it</Button>}>
          Something to know before going on.
        </Notice>
      ))}
    </Shown>
  );
}

/** A menu whose code would be fetched once somebody points at its button. */
const LateMenu = menuOnDemand<object>(() =>
  Promise.resolve(({ trigger, openedBy }: MenuOnDemandProps) => (
    <Menu openedBy={openedBy} trigger={trigger}>
      <MenuItem>Came late</MenuItem>
    </Menu>
  )),
);

const hours = [3, 8, 6, 12, 20, 18, 26, 24, 31, 28, 12, 9];

function Figures() {
  const [percent, setPercent] = useState(12.5);
  const [announce, announcements] = useAnnouncer();
  return (
    <Shown title="Figures and words">
      <div className="flex flex-wrap items-center gap-4">
        <Spark values={hours} label="by the hour" />
        <Spark values={[0, 0, 0]} label="nothing yet" />
        <PercentInput label="Share" percent={percent} onChange={setPercent} />
        <PercentInput disabled label="Locked share" percent={40} onChange={setPercent} />
      </div>
      <Bar
        parts={[
          { label: "on", percent: 60, hue: "on" },
          { label: "killed", percent: 10, hue: "kill" },
          { label: "rest", percent: 30, hue: "rest" },
        ]}
      />
      <Bar thin parts={[{ label: "on", percent: 40, hue: "on" }]} className="bg-line" />
      <p>
        <Words text="A sentence with `code` in it." />
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton text="gdn_srv_…" label="Copy the key" />
        <Button onClick={() => announce("This is heard, and not seen.")}>Announce</Button>
        {announcements}
      </div>
      <TabLinks
        label="Tabs"
        tabs={[
          { to: "/ui", label: "Here" },
          { to: "/sign-in", label: "Elsewhere" },
        ]}
      />
    </Shown>
  );
}

function Dangers() {
  return (
    <Shown title="Dangers">
      <ConfirmDetails label="Delete" consequence="It is gone for good.">
        <Button tone="danger-solid">Delete it</Button>
      </ConfirmDetails>
      <div className="flex flex-wrap gap-2">
        <DialogButtons
          label="Replace all"
          tone="danger-solid"
          busy={false}
          onDo={nothing}
          onCancel={nothing}
        />
        <DialogButtons label="Working" busy onDo={nothing} onCancel={nothing} />
        <DialogButtons label="Not yet" busy={false} disabled onDo={nothing} onCancel={nothing} />
      </div>
    </Shown>
  );
}

const nothing = () => undefined;

function Overlays() {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <Shown title="Overlays">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setOpen(true)}>Dialog</Button>
        <LateMenu trigger={<Button>Menu on demand</Button>} />
        <Menu trigger={<Button>Menu</Button>}>
          <MenuItem>First</MenuItem>
          <MenuSeparator />
          <MenuItem danger>Dangerous</MenuItem>
        </Menu>
        <Tooltip text="What the tooltip says">
          <Button>Tooltip</Button>
        </Tooltip>
        <Button
          onClick={() =>
            toast({ title: "Saved", detail: "Served now.", action: { label: "Undo", run: () => undefined } })
          }
        >
          Toast
        </Button>
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="A question"
        description="What follows from the answer."
        footer={
          <DialogButtons
            label="Do it"
            busy={false}
            onDo={() => setOpen(false)}
            onCancel={() => setOpen(false)}
          />
        }
      />
    </Shown>
  );
}
