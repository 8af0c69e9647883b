// Completion of commands: the sandbox says what could come next.
import { useEffect, useMemo, useState } from "react";
import { call } from "../api";
import type { Info } from "../types";
import { serviceOf, useWorld } from "../world";

export interface Completion {
  text: string; // the whole line with this completion
  label: string;
  hint: string; // in mrkdwn, unless it is plain: what somebody else wrote
  plain?: boolean;
}

// Steps of the list's choice: none is chosen (-1) until an arrow key is pressed, so
// that Enter sends what was typed.
export const step = (at: number, by: number, count: number): number => {
  const next = at + by;
  if (next < -1) return count - 1;
  return next >= count ? -1 : next;
};

// refs are the commits that wait, the newest first, where a line that was typed wants
// one: nobody knows a SHA by heart. They are those of the service that the line
// names, or else of the channel's.
export function refs(typed: string, info: Info | null, home: string): Completion[] {
  const words = typed.split(/\s+/);
  const service = info?.channels.find((c) => c.service && words.includes(c.service))?.service ?? home;
  return (info?.commits ?? []).filter((c) => c.service === service).reverse()
    .map(({ sha, subject }) => ({ text: typed + sha.slice(0, 7), label: sha.slice(0, 7), hint: subject, plain: true }));
}

// sorted tells apart what can be chosen, and what is only said: a place whose text
// is the line as it was typed has to be filled in by hand.
export function sorted(found: Completion[], typed: string, info: Info | null, home: string): { list: Completion[]; hints: Completion[] } {
  const hints = found.filter((c) => c.text === typed);
  const wanted = hints.some((c) => c.label === "<ref>") ? refs(typed, info, home) : [];
  return { list: [...wanted, ...found.filter((c) => c.text !== typed)], hints };
}

const nothing: Completion[] = [];

// useCompletion asks for what could follow a text that was typed; nothing when it
// is no command, or was put there rather than typed.
export function useCompletion(typed: string | null): { list: Completion[]; hints: Completion[]; close: () => void } {
  const me = useWorld((w) => w.me), channel = useWorld((w) => w.channel);
  const info = useWorld((w) => w.info), home = useWorld(serviceOf);
  const [found, setFound] = useState({ of: "", list: nothing });
  const ask = typed !== null && typed.startsWith("/") && !typed.includes("\n");
  useEffect(() => {
    if (!ask) return setFound({ of: "", list: nothing });
    const old = new AbortController();
    const query = new URLSearchParams({ user: me, channel, text: typed });
    const take = (list: Completion[]) => { if (!old.signal.aborted) setFound({ of: typed, list }); };
    const timer = setTimeout(() => {
      call<{ completions: Completion[] | null }>("GET", "ui/complete?" + query, undefined, old.signal)
        .then((answer) => take(answer.completions ?? nothing), () => take(nothing));
    }, 40);
    return () => {
      old.abort();
      clearTimeout(timer);
    };
  }, [ask, typed, me, channel]);
  const shown = useMemo(() => sorted(found.list, found.of, info, home), [found, info, home]);
  return { ...shown, close: () => setFound({ of: "", list: nothing }) };
}
