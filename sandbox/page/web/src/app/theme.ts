// Light or dark: the system's choice, until somebody says otherwise.
import { recall, remember } from "../memory";

export type Theme = "light" | "dark" | "system";

export const theme = (): Theme => recall<Theme>("theme") ?? "system";

// setTheme chooses one, and keeps it over reloads.
export function setTheme(to: Theme): void {
  remember("theme", to);
  applyTheme();
}

export function applyTheme(): void {
  const to = theme();
  if (to === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = to;
}

// isDark tells what is shown now.
export const isDark = (): boolean =>
  theme() === "dark" || (theme() === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
