/** What narrows the audit log; all of it together. */
export interface AuditFilter {
  /** Part of the name, the e-mail address or the id of whoever acted. */
  readonly actor?: string | undefined;
  /** An action, `targeting.changed`, or all of a noun's, `targeting`. */
  readonly action?: string | undefined;
  /** What it happened to: `flag`, `member`, … */
  readonly kind?: string | undefined;
  readonly key?: string | undefined;
  /** The same as the kind `flag` and its key. */
  readonly flag?: string | undefined;
  readonly environment?: string | undefined;
  /** From then on. */
  readonly from?: Date | undefined;
  /** Before then. */
  readonly to?: Date | undefined;
  /** Part of the summary, the changes or the comment. */
  readonly text?: string | undefined;
}
