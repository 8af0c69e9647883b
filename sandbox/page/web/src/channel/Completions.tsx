import { useEffect } from "react";
import { Mrkdwn } from "../text/Text";
import type { Completion } from "./complete";

interface Props {
  id: string;
  of: Completion[];
  chosen: number;
  onChoose: (c: Completion) => void;
}

// Completions is the list above the composer. The focus stays in the composer.
export function Completions({ id, of, chosen, onChoose }: Props) {
  useEffect(() => {
    if (chosen >= 0) document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  if (of.length === 0) return <div id={id} role="listbox" aria-label="Completions" hidden />;
  return (
    <div className="completions">
      <div id={id} role="listbox" aria-label="Completions" data-testid="completions">
        {of.map((c, i) => (
          <div key={c.label + i} id={`${id}-${i}`} role="option" aria-selected={i === chosen} className="completion" data-testid="completion"
            onPointerDown={(e) => { e.preventDefault(); onChoose(c); }}>
            <strong>{c.label}</strong><span><Mrkdwn text={c.hint} /></span>
          </div>
        ))}
      </div>
      <p aria-hidden="true"><kbd>Tab</kbd> completes <kbd>↑</kbd><kbd>↓</kbd> choose <kbd>Esc</kbd> closes</p>
    </div>
  );
}
