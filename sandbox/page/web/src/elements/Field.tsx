// Field is any element that holds something: texts, numbers, days, choices.
import type { KeyboardEvent } from "react";
import type { Choice, Place } from "../act";
import type { Element, Option } from "../kit";
import { Words, plainly } from "../text/Text";
import { useTab } from "../ui/reach";
import { Select } from "./Select";
import "./elements.css";

export interface FieldProps {
  element: Element;
  place: Place;
  block: string;
  label: string; // for those who do not see it
  choice: Choice;
  required?: boolean;
  invalid?: string; // id of the text that says what is wrong
  disabled?: boolean;
  onChange: (c: Choice) => void;
  onEnter?: () => void;
}

function Typed(f: FieldProps) {
  const e = f.element, tabIndex = useTab();
  const common = {
    tabIndex,
    className: "field", value: f.choice.value ?? "", placeholder: plainly(e.placeholder), disabled: f.disabled,
    "data-action-id": e.action_id, "aria-label": f.label, "aria-required": f.required, "aria-invalid": !!f.invalid,
    "aria-describedby": f.invalid, "data-focus": e.focus_on_load || undefined, autoComplete: "off",
  };
  const give = (event: { currentTarget: { value: string } }) => f.onChange({ value: event.currentTarget.value });
  if (e.multiline || e.type === "rich_text_input") return <textarea rows={4} {...common} onChange={give} />;
  const mode = ({ number_input: "decimal", email_text_input: "email", url_text_input: "url" } as const)[e.type] ?? "text";
  const entered = (k: KeyboardEvent) => {
    if (k.key !== "Enter" || k.nativeEvent.isComposing) return;
    k.preventDefault(); // or the form would be sent as well
    f.onEnter?.();
  };
  return <input type="text" inputMode={mode} {...common} onChange={give} onKeyDown={entered} />;
}

const kinds: Record<string, string> = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

// local is a Unix time as a datetime-local input writes it, in the reader's zone.
const local = (seconds: string) => {
  const d = new Date(Number(seconds) * 1000);
  return new Date(d.getTime() - d.getTimezoneOffset() * 60e3).toISOString().slice(0, 16);
};

function When(f: FieldProps) {
  const tab = useTab(), whole = f.element.type === "datetimepicker", value = f.choice.value ?? "";
  return (
    <input
      className="field when" type={kinds[f.element.type]} value={whole && value ? local(value) : value} disabled={f.disabled} tabIndex={tab}
      data-action-id={f.element.action_id} aria-label={f.label} aria-required={f.required} aria-invalid={!!f.invalid} aria-describedby={f.invalid}
      onChange={({ currentTarget: { value: v } }) => f.onChange({ value: whole && v ? String(new Date(v).getTime() / 1000) : v })}
    />
  );
}

function Box({ f, o, type, on, onToggle }: { f: FieldProps; o: Option; type: "checkbox" | "radio"; on: boolean; onToggle: () => void }) {
  return (
    <label className="box">
      <input type={type} checked={on} disabled={f.disabled} tabIndex={useTab()} onChange={onToggle} value={o.value} data-action-id={f.element.action_id} />
      <span><Words of={o.text} />{o.description && <small><Words of={o.description} /></small>}</span>
    </label>
  );
}

function Boxes(f: FieldProps) {
  const single = f.element.type === "radio_buttons";
  const chosen = f.choice.values ?? [];
  const toggle = (v: string) => (chosen.includes(v) ? chosen.filter((c) => c !== v) : [...chosen, v]);
  return (
    <div role={single ? "radiogroup" : "group"} aria-label={f.label} aria-describedby={f.invalid} className="boxes">
      {f.element.options?.map((o) => (
        <Box key={o.value} f={f} o={o} type={single ? "radio" : "checkbox"} on={single ? f.choice.value === o.value : chosen.includes(o.value)}
          onToggle={() => f.onChange(single ? { value: o.value } : { values: toggle(o.value) })} />
      ))}
    </div>
  );
}

export function Field(f: FieldProps) {
  const { type } = f.element;
  if (type in kinds) return <When {...f} />;
  if (type === "checkboxes" || type === "radio_buttons") return <Boxes {...f} />;
  if (type.endsWith("_select")) return <Select {...f} />;
  if (type.endsWith("_input") && type !== "file_input") return <Typed {...f} />;
  return <span className="unsupported">({type}: not in the sandbox)</span>;
}
