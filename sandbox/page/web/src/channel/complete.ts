// Completion of commands: the sandbox says what could come next.
import { useEffect, useState } from "react";
import { call } from "../api";
import { useWorld } from "../world";

export interface Completion {
  text: string; // the whole line with this completion
  label: string;
  hint: string;
}

// Steps of the list's choice: none is chosen (-1) until an arrow key is pressed, so
// that Enter sends what was typed.
export const step = (at: number, by: number, count: number): number => {
  const next = at + by;
  if (next < -1) return count - 1;
  return next >= count ? -1 : next;
};

// useCompletion asks for what could follow a text that was typed; nothing when it
// is no command, or was put there rather than typed.
export function useCompletion(typed: string | null): { list: Completion[]; close: () => void } {
  const me = useWorld((w) => w.me), channel = useWorld((w) => w.channel);
  const [list, setList] = useState<Completion[]>([]);
  const ask = typed !== null && typed.startsWith("/") && !typed.includes("\n");
  useEffect(() => {
    if (!ask) return setList([]);
    const old = new AbortController();
    const query = new URLSearchParams({ user: me, channel, text: typed });
    const timer = setTimeout(() => {
      call<{ completions: Completion[] | null }>("GET", "ui/complete?" + query, undefined, old.signal)
        .then((answer) => setList(answer.completions ?? []), () => { if (!old.signal.aborted) setList([]); });
    }, 40);
    return () => {
      old.abort();
      clearTimeout(timer);
    };
  }, [ask, typed, me, channel]);
  return { list: ask ? list : [], close: () => setList([]) };
}
