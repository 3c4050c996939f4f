/** Minutes that somebody may take at the identity provider. */
export const attemptLife = 10;

const nameFor = (publicUrl: string) => (publicUrl.startsWith("https:") ? "__Host-guidon-sso" : "guidon-sso");

/**
 * What a browser keeps of a sign-in that has begun, as a Set-Cookie value; null takes it back. It comes along when the
 * provider sends the browser back, since that is a visit and no form.
 */
export function attemptCookie(publicUrl: string, sealed: string | null): string {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  const life = sealed === null ? 0 : attemptLife * 60;
  return `${nameFor(publicUrl)}=${sealed ?? ""}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Lax${secure}`;
}

export function readAttemptCookie(publicUrl: string, cookies: string | null): string | null {
  const name = nameFor(publicUrl);
  const pair = (cookies ?? "").split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? null;
}
