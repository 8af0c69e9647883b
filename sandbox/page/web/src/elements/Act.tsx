// Elements that tell the app at once what was done with them: those of messages, of
// the Home tab, and of a modal outside its inputs.
import { useEffect, useState } from "react";
import { act, usePending, type Choice, type Place, type Used } from "../act";
import type { Element } from "../kit";
import { Words, plainly } from "../text/Text";
import { Button } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { useWorld } from "../world";
import { initial } from "./choice";
import { Field } from "./Field";

interface Props {
  element: Element;
  place: Place;
  block: string;
}

const used = ({ element, place, block }: Props): Used => ({ place, block, action: element.action_id ?? "", confirm: element.confirm });

// Press is a button. While it is under way it cannot be pressed again, but keeps
// the focus.
function Press(p: Props) {
  const e = p.element, busy = usePending(used(p));
  const press = async () => {
    if (busy) return;
    const heard = await act(used(p), {});
    if (heard && e.url) window.open(e.url, "_blank", "noopener");
  };
  return (
    <Button kind={e.style} aria-disabled={busy} data-action-id={e.action_id} data-block-id={p.block} aria-label={e.accessibility_label} onClick={press}>
      <Words of={e.text} />
    </Button>
  );
}

function Overflow(p: Props) {
  const busy = usePending(used(p));
  const choose = async (value: string, url?: string) => {
    const heard = await act(used(p), { value });
    if (heard && url) window.open(url, "_blank", "noopener");
  };
  return (
    <Menu label="More" actionID={p.element.action_id} disabled={busy} className="button overflow"
      items={(p.element.options ?? []).map((o) => ({
        key: o.value, label: plainly(o.text), more: plainly(o.description), onChoose: () => void choose(o.value, o.url),
      }))}>
      ⋯
    </Menu>
  );
}

function Icon(p: Props) {
  const busy = usePending(used(p)), label = plainly(p.element.text) || p.element.icon || "";
  return (
    <Button kind="icon" aria-disabled={busy} data-action-id={p.element.action_id} aria-label={p.element.accessibility_label ?? label}
      onClick={() => void (busy || act(used(p), {}))}>
      {p.element.icon === "trash" ? "🗑" : label}
    </Button>
  );
}

function Feedback(p: Props) {
  const busy = usePending(used(p)), { positive_button: up, negative_button: down } = p.element;
  return [up, down].map((b) => b && (
    <Button key={b.value} aria-disabled={busy} data-action-id={p.element.action_id} onClick={() => void (busy || act(used(p), { value: b.value }))}>
      {b === up ? "👍 " : "👎 "}<Words of={b.text} />
    </Button>
  ));
}

// Holding is an element that shows what was chosen. A text is sent with Enter.
function Holding(p: Props) {
  const here = useWorld((w) => w.channel), busy = usePending(used(p));
  const begins = JSON.stringify(initial(p.element, here));
  const [choice, setChoice] = useState<Choice>(() => JSON.parse(begins));
  useEffect(() => setChoice(JSON.parse(begins)), [begins]);
  const typed = p.element.type.endsWith("_input");
  const give = async (c: Choice) => {
    setChoice(c);
    if (!typed && !(await act(used(p), c))) setChoice(choice);
  };
  const label = p.element.accessibility_label ?? (plainly(p.element.placeholder) || "Choose");
  return (
    <Field element={p.element} place={p.place} block={p.block} label={label} choice={choice} required disabled={busy && !typed}
      onChange={give} onEnter={() => void act(used(p), choice)} />
  );
}

// Act is any interactive element.
export function Act(p: Props) {
  switch (p.element.type) {
    case "button":
    case "workflow_button": return <Press {...p} />;
    case "overflow": return <Overflow {...p} />;
    case "icon_button": return <Icon {...p} />;
    case "feedback_buttons": return <Feedback {...p} />;
    default: return <Holding {...p} />;
  }
}
