import { useEffect } from "react";
import { Mrkdwn } from "../text/Text";
import type { Completion } from "./complete";

interface Props {
  id: string;
  of: Completion[];
  hints: Completion[]; // what a person has to fill in by themselves
  chosen: number;
  onChoose: (c: Completion) => void;
}

// Completions is the list above the composer. The focus stays in the composer.
export function Completions({ id, of, hints, chosen, onChoose }: Props) {
  useEffect(() => {
    if (chosen >= 0) document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [id, chosen]);
  return (
    <div className="completions" hidden={of.length + hints.length === 0}>
      <div id={id} role="listbox" aria-label="Completions" data-testid="completions" hidden={of.length === 0}>
        {of.map((c, i) => (
          <div
            key={c.label + i} id={`${id}-${i}`} role="option" aria-selected={i === chosen} className="completion" data-testid="completion"
            onPointerDown={(e) => { e.preventDefault(); onChoose(c); }}
          >
            <strong>{c.label}</strong><span>{c.plain ? <bdi>{c.hint}</bdi> : <Mrkdwn text={c.hint} />}</span>
          </div>
        ))}
      </div>
      <div id={id + "-hints"}>
        {hints.map((c) => <p key={c.label} className="due" data-testid="completion-hint"><strong>{c.label}</strong> {c.hint}</p>)}
      </div>
      {of.length > 0 && <p aria-hidden="true"><kbd>Tab</kbd> completes <kbd>↑</kbd><kbd>↓</kbd> choose <kbd>Esc</kbd> closes</p>}
    </div>
  );
}
