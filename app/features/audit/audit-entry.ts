/** An entry for people to read. */
export interface AuditEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: {
    readonly kind: string;
    readonly id: string | null;
    readonly name: string;
    readonly email: string | null;
    /** The personal token that was used. */
    readonly token: string | null;
  };
  readonly action: string;
  readonly environment: string | null;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly comment: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly hash: string;
}
