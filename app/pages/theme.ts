export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const cookie = "theme";

export function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value);
}

/** The theme that a browser chose before; the system's where it never did. */
export function readTheme(cookies: string | null): Theme {
  const pairs = (cookies ?? "").split(/;\s*/).map((pair) => pair.split("="));
  const value = pairs.find(([name]) => name === cookie)?.[1];
  return isTheme(value) ? value : "system";
}

export function themeCookie(theme: Theme): string {
  return `${cookie}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
