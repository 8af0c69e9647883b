// What somebody sent before, so that ↑ brings it back.
import { useState } from "react";
import { recall, remember } from "../memory";

const most = 50;

const sent: string[] = recall<string[]>("history") ?? [];

// keep adds a text; the same twice in a row is one.
export function keep(text: string): void {
  if (sent.at(-1) !== text) sent.push(text);
  sent.splice(0, sent.length - most);
  remember("history", sent);
}

// useHistory goes through it from a box that holds a text. What was in the box
// before ↑ comes back after the last ↓. A text that was changed since ↑ brought it
// is a new one.
export function useHistory(text: string, put: (text: string) => void): { past: boolean; go: (by: number) => boolean } {
  const [at, setAt] = useState({ back: 0, own: "" });
  const back = at.back > 0 && text === sent.at(-at.back) ? at.back : 0;
  const go = (by: number): boolean => {
    const to = Math.max(0, Math.min(sent.length, back + by));
    if (to === back) return back > 0; // the oldest stays
    const own = back > 0 ? at.own : text;
    setAt({ back: to, own });
    put(to > 0 ? sent.at(-to)! : own);
    return true;
  };
  return { past: back > 0, go };
}
