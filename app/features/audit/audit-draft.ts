export interface AuditDraft {
  /** Who acted, where that is not the context's actor. */
  readonly actor?: {
    readonly kind: "user";
    readonly id: string;
    readonly name: string;
    readonly email?: string;
  };
  /** Noun first: `flag.created`. */
  readonly action: string;
  /** Whose chain it goes into; null: the installation's. */
  readonly projectId: string | null;
  readonly environmentId?: string;
  readonly subject: { readonly kind: string; readonly key: string };
  /** One readable line, without secrets. */
  readonly summary: string;
  readonly changes?: readonly string[];
  readonly comment?: string;
  /** Only of an erasure: the digests that entries commit to, and those of what stands there since. */
  readonly erased?: readonly { readonly from: string; readonly to: string }[];
}
