/** The provider's one client. */
export const client = { id: "guidon", secret: "the-secret-that-guidon-and-its-provider-share" };

/** What the test provider is to do next. */
export interface Control {
  /** Who comes. */
  readonly subject: string;
  /** What the provider says of them. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Claims of the ID token that are to be others than they should be; null: missing. */
  readonly token?: Readonly<Record<string, unknown>>;
  /** By whom the ID token is signed, if not by the provider. */
  readonly signedBy?: "stranger" | "nobody" | "client-secret";
}
