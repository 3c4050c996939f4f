/** What the server says would come of saving, without having done it. */
export interface SavePreview {
  /** Instances that report, and those of them whose engine is too old for the document. */
  readonly connected: number;
  readonly cannotRun: { readonly engine: number; readonly instances: number };
}

export interface PreviewWords {
  readonly facts: readonly string[];
  readonly warning: string | undefined;
}

export function previewWords({ connected, cannotRun }: SavePreview): PreviewWords {
  const { instances, engine } = cannotRun;
  const facts =
    connected === 0
      ? ["No SDK instance is connected there now."]
      : [`${connected} connected SDK ${connected === 1 ? "instance gets" : "instances get"} it at once.`];
  const warning =
    instances === 0
      ? undefined
      : `${instances} of the connected instances ${instances === 1 ? "has" : "have"} an engine below level ${engine}, which this needs: ` +
        `${instances === 1 ? "it keeps" : "they keep"} the version that ${instances === 1 ? "it has" : "they have"}, until the SDK is updated.`;
  return { facts, warning };
}
