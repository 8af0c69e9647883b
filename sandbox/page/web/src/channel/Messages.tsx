// Messages are a list that is read from its end: a channel's, or a thread's.
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from "react";
import { useByNow } from "../now";
import { day, dayOf } from "../text/date";
import type { Message as Said } from "../types";
import { Button } from "../ui/Button";
import { useFollow } from "./follow";
import { Message } from "./Message";

interface Props {
  label: string;
  of: Said[];
  inThread?: boolean;
  empty?: string;
  sent: number; // how often one has said something oneself: who writes wants to see the answer
}

// walk moves the focus from message to message with the arrow keys.
function walk(e: KeyboardEvent<HTMLElement>, choose: (ts: string) => void): void {
  const from = e.target as HTMLElement;
  if (!["ArrowUp", "ArrowDown", "Home", "End"].includes(e.key) || from.dataset.testid !== "message") return;
  const all = [...e.currentTarget.querySelectorAll<HTMLElement>("article")], at = all.indexOf(from);
  const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[e.key];
  e.preventDefault();
  if (!to) return;
  choose(to.dataset.ts!);
  to.focus();
}

// useHeld keeps the focus in a message when an edit takes away the button that had it.
function useHeld(of: Said[]) {
  const held = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (held.current?.isConnected && document.activeElement === document.body) held.current.focus({ preventScroll: true });
  }, [of]);
  return held;
}

function Day({ at }: { at: number }) {
  const name = useByNow((now) => day(at, now));
  return <div className="day" role="separator" aria-label={name}><span>{name}</span></div>;
}

export function Messages({ label, of, inThread, empty, sent }: Props) {
  const newest = of.at(-1)?.ts ?? "";
  const { box, newer, onScroll, toEnd } = useFollow(newest);
  const [chosen, choose] = useState("");
  const active = of.some((m) => m.ts === chosen) ? chosen : newest;
  const follow = useEffectEvent(toEnd), held = useHeld(of);
  useEffect(() => { if (sent > 0) follow(); }, [sent]);
  return (
    <div className="scroller">
      <div ref={box} className="messages" role="log" aria-label={label} aria-live="polite" aria-relevant="additions" tabIndex={-1} onScroll={onScroll}
        data-testid={inThread ? "replies" : "messages"} data-tour={inThread ? undefined : "messages"} onKeyDown={(e) => walk(e, choose)}
        onFocus={({ target }) => { held.current = target.closest<HTMLElement>("article"); if (held.current) choose(held.current.dataset.ts!); }}
        onBlur={({ target }) => { if (target.isConnected && !document.querySelector("dialog[open]")) held.current = null; }}>
        {of.length === 0 && <p className="nothing">{empty}</p>}
        {of.flatMap((m, i) => {
          const one = <Message key={m.ts} m={m} inThread={inThread} active={m.ts === active} />;
          const first = i === 0 || dayOf(of[i - 1]!.at) !== dayOf(m.at);
          return first && !inThread ? [<Day key={"day " + dayOf(m.at)} at={m.at} />, one] : [one];
        })}
      </div>
      {newer && <Button className="newer" data-testid="newer" onClick={toEnd}>Newer messages ↓</Button>}
    </div>
  );
}
