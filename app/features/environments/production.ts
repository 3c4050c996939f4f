/** Whether a mistake in this environment reaches customers, as far as its key tells. */
export function isProduction(environment: { readonly key: string }): boolean {
  return /^(prod|production|live)([._-]|$)/i.test(environment.key);
}
