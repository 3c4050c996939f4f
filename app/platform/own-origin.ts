/** Whether a browser's `Origin` is one of our own pages: the public address, or the host it asked for. */
export function isOwnOrigin(origin: string, publicUrl: string, host: string | null | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin);
  return asked.origin === new URL(publicUrl).origin || asked.host === host;
}
