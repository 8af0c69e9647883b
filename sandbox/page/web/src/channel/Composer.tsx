// Where one types: Enter sends, Shift+Enter is a new line, ↑ brings back what was
// sent, Tab completes a command.
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "../ui/Button";
import { draft, send, useWorld } from "../world";
import { step, useCompletion, type Completion } from "./complete";
import { Completions } from "./Completions";
import { back, depth, keep } from "./history";
import { GlobalShortcuts } from "./GlobalShortcuts";

interface Props {
  place: string; // whose draft it holds: a channel's id, or a thread's ts
  thread?: string; // ts that it replies to
  placeholder: string;
  testid: string;
  disabled?: boolean;
  onSent: () => void;
}

// useHeight lets the box grow with its lines.
function useHeight(text: string) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    box.current!.style.height = "auto";
    box.current!.style.height = box.current!.scrollHeight + "px";
  }, [text]);
  return box;
}

export function Composer({ place, thread, placeholder, testid, disabled, onSent }: Props) {
  const text = useWorld((w) => w.drafts[place] ?? "");
  const [typed, setTyped] = useState<string | null>(null); // what was typed last, if it was typed
  const [chosen, setChosen] = useState(-1);
  const [past, setPast] = useState(0); // how far ↑ went back
  const box = useHeight(text);
  const list = useId();
  const { list: completions, close } = useCompletion(typed);

  useEffect(() => {
    if (!matchMedia("(pointer: coarse)").matches) box.current!.focus({ preventScroll: true });
  }, []);
  useEffect(() => setChosen(-1), [completions]);

  const put = (next: string, byHand = false) => {
    draft(place, next);
    setTyped(byHand ? next : null);
  };
  const take = (c: Completion) => {
    put(c.text, true);
    box.current?.focus();
  };
  const submit = async () => {
    const said = text.trim();
    if (!said || disabled) return;
    keep(said);
    setPast(0);
    put("");
    onSent();
    if (!(await send(said, undefined, thread)) && !useWorld.getState().drafts[place]) draft(place, said);
  };
  const recall = (by: number) => {
    const n = Math.max(0, Math.min(depth(), past + by));
    setPast(n);
    put(back(n) ?? "");
  };

  const inList = (e: KeyboardEvent): boolean => {
    if (completions.length === 0) return false;
    const one = completions[Math.max(0, chosen)]!;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") setChosen(step(chosen, e.key === "ArrowDown" ? 1 : -1, completions.length));
    else if (e.key === "Tab" && !e.shiftKey && one.text !== text) take(one);
    else if (e.key === "Enter" && !e.shiftKey && chosen >= 0 && one.text !== text) take(one);
    else if (e.key === "Escape") close();
    else return false;
    return true;
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return;
    const free = !text.includes("\n") && (text === "" || past > 0 || typed === null);
    if (inList(e)) e.preventDefault();
    else if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      void submit();
    } else if ((e.key === "ArrowUp" && free && depth() > 0) || (e.key === "ArrowDown" && past > 0)) {
      e.preventDefault();
      recall(e.key === "ArrowUp" ? 1 : -1);
    }
  };

  return (
    <div className="composer">
      <Completions id={list} of={completions} chosen={chosen} onChoose={take} />
      <div className="typing">
        {!thread && <GlobalShortcuts />}
        <textarea ref={box} rows={1} data-testid={testid} aria-label={placeholder} placeholder={placeholder} value={text} disabled={disabled}
          role="combobox" aria-expanded={completions.length > 0} aria-controls={list} aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
          autoComplete="off" spellCheck={false} enterKeyHint="send"
          onInput={(e) => put(e.currentTarget.value, true)} onChange={() => undefined} onKeyDown={onKeyDown} onBlur={close} />
        <Button kind="primary" className="send" data-testid={testid === "composer" ? "send" : testid + "-send"} aria-label="Send" title="Send (Enter)"
          disabled={disabled || text.trim() === ""} onClick={() => { void submit(); box.current?.focus(); }}>➤</Button>
      </div>
    </div>
  );
}
