// Light or dark: the system's choice, until somebody says otherwise.
import { recall, remember } from "../memory";

type Theme = "light" | "dark" | "system";

const system = matchMedia("(prefers-color-scheme: dark)");

const theme = (): Theme => recall<Theme>("theme") ?? "system";

// isDark tells what is shown now.
export const isDark = (): boolean => theme() === "dark" || (theme() === "system" && system.matches);

// turn changes from light to dark, or back. Who is back at the system's choice
// follows it again.
export function turn(): void {
  const dark = !isDark();
  remember("theme", dark === system.matches ? "system" : dark ? "dark" : "light");
  applyTheme();
  turned.dispatchEvent(new Event("change"));
}

const turned = new EventTarget();

// watchTheme hears of every change, the system's too.
export function watchTheme(heard: () => void): () => void {
  const all = [turned, system];
  all.forEach((of) => of.addEventListener("change", heard));
  return () => all.forEach((of) => of.removeEventListener("change", heard));
}

export function applyTheme(): void {
  const to = theme();
  if (to === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = to;
}
