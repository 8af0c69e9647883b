// Where one types: Enter sends, Shift+Enter is a new line, ↑ brings back what was
// sent, Tab completes a command.
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useCloud } from "../cloud/store";
import { Button } from "../ui/Button";
import { draft, send, useWorld } from "../world";
import { step, useCompletion, type Completion } from "./complete";
import { Completions } from "./Completions";
import { GlobalShortcuts } from "./GlobalShortcuts";
import { keep, useHistory } from "./history";

interface Props {
  place: string; // whose draft it holds: a channel's id, or a thread's ts
  thread?: string; // ts that it replies to
  placeholder: string;
  testid: string;
  disabled?: boolean;
  onSent: () => void;
}

// useBox is the box to type in. It grows with its lines, and has the focus at first
// where no keyboard comes up with it.
function useBox(text: string) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    box.current!.style.height = "auto";
    box.current!.style.height = box.current!.scrollHeight + "px";
  }, [text]);
  useEffect(() => {
    if (!matchMedia("(pointer: coarse)").matches) box.current!.focus({ preventScroll: true });
  }, []);
  return box;
}

// useChoice is the list of completions, and which of them is chosen with the keys.
function useChoice(typed: string | null, take: (c: Completion) => void) {
  const { list, hints, close } = useCompletion(typed);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setChosen(-1), [list]);
  const press = ({ key, shiftKey }: KeyboardEvent): boolean => { // tells whether the key was for the list
    if (list.length + hints.length > 0 && key === "Escape") close();
    else if (list.length === 0 || shiftKey) return false;
    else if (key === "ArrowDown" || key === "ArrowUp") setChosen(step(chosen, key === "ArrowDown" ? 1 : -1, list.length));
    else if (key === "Tab") take(list[Math.max(0, chosen)]!);
    else if (key === "Enter" && chosen >= 0) take(list[chosen]!);
    else return false;
    return true;
  };
  return { list, hints, chosen, close, press };
}

// Unreachable says beforehand what a command will bring while there is no bot.
function Unreachable() {
  const down = useCloud((s) => s.cloud?.bot === "down");
  const why = "The bot is dead, so Slack cannot reach it: commands and buttons fail (dispatch_failed) until it is back.";
  return <p className="unreachable" role="status">{down && why}</p>;
}

export function Composer({ place, thread, placeholder, testid, disabled, onSent }: Props) {
  const text = useWorld((w) => w.drafts[place] ?? "");
  const [typed, setTyped] = useState<string | null>(null); // what was typed last, if it was typed
  const box = useBox(text), list = useId();

  const put = (next: string, byHand = false) => {
    draft(place, next);
    setTyped(byHand ? next : null);
  };
  const take = (c: Completion) => {
    put(c.text, true);
    box.current?.focus();
  };
  const choice = useChoice(typed, take);
  const history = useHistory(text, put);
  const submit = async () => {
    const said = text.trim();
    if (!said || disabled) return;
    keep(said);
    put("");
    onSent();
    if (!(await send(said, undefined, thread)) && !useWorld.getState().drafts[place]) draft(place, said);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return;
    const free = !text.includes("\n") && (text === "" || history.past || typed === null);
    if (choice.press(e)) e.preventDefault();
    else if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      void submit();
    } else if (e.key === "ArrowUp" && free || e.key === "ArrowDown" && history.past) {
      if (history.go(e.key === "ArrowUp" ? 1 : -1)) e.preventDefault();
    }
  };

  return (
    <div className="composer">
      <Completions id={list} of={choice.list} hints={choice.hints} chosen={choice.chosen} onChoose={take} />
      {!thread && <Unreachable />}
      <div className="typing" data-tour={thread ? undefined : "composer"}>
        {!thread && <GlobalShortcuts />}
        <textarea
          ref={box} rows={1} data-testid={testid} aria-label={placeholder} placeholder={placeholder} value={text} disabled={disabled}
          aria-haspopup="listbox" aria-controls={list} aria-autocomplete="list" aria-describedby={list + "-hints"}
          aria-activedescendant={choice.chosen >= 0 ? `${list}-${choice.chosen}` : undefined}
          autoComplete="off" spellCheck={false} enterKeyHint="send"
          onChange={(e) => put(e.currentTarget.value, true)} onKeyDown={onKeyDown} onBlur={choice.close}
        />
        <Button
          kind="primary" className="send" data-testid={testid === "composer" ? "send" : testid + "-send"} aria-label="Send" title="Send (Enter)"
          disabled={disabled || text.trim() === ""} onClick={() => { void submit(); box.current?.focus(); }}
        >
          ➤
        </Button>
      </div>
    </div>
  );
}
