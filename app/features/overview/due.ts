/** What comes by its date, in the words of the overview. A flag's date may be past; the others are to come. */
export type Due = { readonly at: Date } & (
  | { readonly what: "removal"; readonly flag: string; readonly name: string; readonly owner: string | null }
  /** An API key that ends; programs that show it are refused from then on. */
  | { readonly what: "key"; readonly id: string; readonly name: string; readonly environment: string | null }
  /** A rule begins or ends to hold by the time alone. */
  | {
      readonly what: "clock";
      readonly kind: "flag" | "segment";
      readonly key: string;
      readonly environment: { readonly key: string; readonly name: string };
    }
);
