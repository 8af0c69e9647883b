import { useId } from "react";
import { act, type Choice, type Place } from "../act";
import { Field } from "../elements/Field";
import type { Block } from "../kit";
import { Words, plainly } from "../text/Text";

interface Props {
  of: Block<"input">;
  place: Place;
  choice: Choice;
  error?: string;
  onChange: (c: Choice) => void;
  onEnter: () => void;
}

// Input is an input block: a label, an element, a hint, and what is wrong with it.
export function Input({ of, place, choice, error, onChange, onEnter }: Props) {
  const id = useId(), e = of.element, block = of.block_id ?? "";
  const when = e.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const typed = e.type.endsWith("_input");
  const tell = (c: Choice) => void act({ place, block, action: e.action_id ?? "", confirm: e.confirm }, c);
  const change = (c: Choice) => {
    onChange(c);
    if (of.dispatch_action && (!typed || when.includes("on_character_entered"))) tell(c);
  };
  const enter = () => (of.dispatch_action && when.includes("on_enter_pressed") ? tell(choice) : onEnter());
  const boxes = e.type === "checkboxes" || e.type === "radio_buttons";
  return (
    <div className="input" data-testid={"input-" + block} data-block-id={block}>
      <div className="input-label" aria-hidden={boxes ? undefined : true}><Words of={of.label} />{of.optional && <small> (optional)</small>}</div>
      <Field element={e} place={place} block={block} label={plainly(of.label)} choice={choice} required={!of.optional}
        invalid={error && id} onChange={change} onEnter={enter} />
      {error && <p id={id} className="error" role="alert" data-testid={"error-" + block}>{error}</p>}
      {of.hint && <small className="hint"><Words of={of.hint} /></small>}
    </div>
  );
}
