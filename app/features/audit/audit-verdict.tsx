import { clsx } from "clsx";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { CopyButton } from "#app/ui/copy-button.tsx";

export interface AuditVerdictProps {
  readonly intact: boolean;
  readonly entries: number;
  readonly erased: number;
  readonly last: { readonly sequence: number; readonly hash: string } | null;
  readonly findings: readonly {
    readonly harm: string;
    readonly sequence: number;
    readonly message: string;
  }[];
}

/** What verifying the chain came to, with where it ends to be written down elsewhere. */
export function AuditVerdict({ intact, entries, erased, last, findings }: AuditVerdictProps) {
  const Icon = intact ? ShieldCheck : ShieldAlert;
  return (
    <section
      role={intact ? "status" : "alert"}
      className={clsx(
        "grid gap-2 rounded-lg border px-4 py-3 text-sm",
        intact ? "border-transparent bg-on-soft text-on-ink" : "border-kill/30 bg-kill-soft text-kill-ink",
      )}
    >
      <p className="flex items-start gap-2.5 font-[620]">
        <Icon aria-hidden className="mt-px size-4.5 shrink-0" />
        {intact
          ? `Intact: all ${entries.toLocaleString("en")} entries are as they were written, none is missing.`
          : `Not intact: ${findings.length} findings in ${entries.toLocaleString("en")} entries.`}
      </p>
      {findings.length > 0 && (
        <ul className="grid gap-1 pl-7">
          {findings.map(({ harm, sequence, message }) => (
            <li key={`${harm} ${sequence} ${message}`}>
              <code className="mr-2 text-xs">{harm}</code>
              {message}
            </li>
          ))}
        </ul>
      )}
      {erased > 0 && (
        <p className="pl-7">{erased} personal values were erased, as entries of the chain say.</p>
      )}
      {last !== null && (
        <p className="flex flex-wrap items-center gap-x-2 pl-7 text-xs">
          <span>Ends with entry {last.sequence.toLocaleString("en")}</span>
          <code className="[overflow-wrap:anywhere]">{last.hash}</code>
          <CopyButton text={last.hash} label="Copy the hash" />
        </p>
      )}
    </section>
  );
}
