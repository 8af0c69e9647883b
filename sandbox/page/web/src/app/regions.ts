// The page's regions, in the order in which F6 goes through them.
import { useEffect } from "react";
import { show, type Pane } from "../world";

const panes: Record<string, Pane> = { channels: "channels", messages: "messages", thread: "messages", cloud: "cloud" };

// enter brings the focus to a region, and in a narrow window shows it.
export function enter(region: string): void {
  show(panes[region] ?? "messages");
  requestAnimationFrame(() => {
    const at = document.querySelector<HTMLElement>(`[data-region=${region}]`);
    (at?.querySelector<HTMLElement>(".typing textarea") ?? at)?.focus();
  });
}

function next(back: boolean): string {
  const all = [...document.querySelectorAll<HTMLElement>("[data-region]")].map((r) => r.dataset.region!);
  const here = document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset.region;
  const at = here ? all.indexOf(here) : back ? 0 : -1;
  return all[(at + (back ? -1 : 1) + all.length) % all.length]!;
}

// useRegions lets F6 and Shift+F6 go from region to region.
export function useRegions(): void {
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key !== "F6" || document.querySelector("dialog[open]")) return;
      e.preventDefault();
      enter(next(e.shiftKey));
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);
}
