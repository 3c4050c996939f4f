import { unbroken } from "#app/ui/unbroken.ts";

const shown = 4;

/** What changed, in lines; many of them behind a summary. */
export function AuditChanges({ changes }: { readonly changes: readonly string[] }) {
  if (changes.length <= shown) return <Lines changes={changes} />;
  return (
    <details className="mt-1">
      <summary className="cursor-pointer rounded-sm text-sm text-accent hover:underline">
        {changes.length} changes
      </summary>
      <Lines changes={changes} />
    </details>
  );
}

function Lines({ changes }: { readonly changes: readonly string[] }) {
  return (
    <ul className="mt-1.5 grid gap-0.5 border-l-2 border-line pl-2.5 text-sm text-ink-2">
      {changes.map((change, index) => (
        // eslint-disable-next-line react/no-array-index-key -- two lines may say the same, and none ever moves
        <li key={index} className="[overflow-wrap:anywhere]">
          {unbroken(change)}
        </li>
      ))}
    </ul>
  );
}
