// Select is every kind of select menu: the app's options, those that it is asked
// for, and the people and channels of the workspace.
import type { Choice } from "../act";
import { call, reason } from "../api";
import type { Element, Option, OptionGroup } from "../kit";
import { plainly } from "../text/Text";
import { nameOf, toast, useWorld, type World } from "../world";
import { isMany } from "./choice";
import { Pick, type Item } from "./Pick";
import type { FieldProps } from "./Field";

const item = (o: Option, group?: OptionGroup): Item =>
  ({ value: o.value, label: plainly(o.text), more: plainly(o.description), group: plainly(group?.label) });

const itemsOf = (e: { options?: Option[]; option_groups?: OptionGroup[] }): Item[] =>
  e.options?.map((o) => item(o)) ?? e.option_groups?.flatMap((g) => g.options.map((o) => item(o, g))) ?? [];

// ofWorkspace are the people, channels or both that an element lets one choose.
function ofWorkspace(e: Element, w: World): Item[] {
  const users = w.view?.users.filter((u) => !u.deleted && !(e.filter?.exclude_bot_users && u.is_bot))
    .map((u) => ({ value: u.id, label: nameOf(u) })) ?? [];
  const channels = w.view?.channels.filter((c) => !c.is_im && !c.is_archived).map((c) => ({ value: c.id, label: "#" + c.name })) ?? [];
  if (e.type.includes("users")) return users;
  if (e.type.includes("channels")) return channels;
  const wanted = e.filter?.include;
  return [...channels, ...(wanted && !wanted.includes("im") ? [] : users)];
}

// suggest asks the app for options.
async function suggest(f: FieldProps, query: string): Promise<Item[]> {
  try {
    const me = useWorld.getState().me;
    return itemsOf(await call("POST", "ui/suggest", { user: me, ...f.place, block_id: f.block, action_id: f.element.action_id, query }));
  } catch (e) {
    toast(reason(e));
    return [];
  }
}

function known(e: Element, w: World): Item[] {
  if (e.type.endsWith("external_select")) return [e.initial_option ?? [], e.initial_options ?? []].flat().map((o) => item(o));
  return e.type.endsWith("static_select") ? itemsOf(e) : ofWorkspace(e, w);
}

export function Select(f: FieldProps) {
  const { element, choice, label, onChange, required } = f;
  const view = useWorld((w) => w.view); // whose people and channels are offered
  const many = isMany(element);
  const chosen = many ? (choice.values ?? []) : [choice.value ?? ""].filter(Boolean);
  const give = (values: string[]): Choice => (many ? { values } : { value: values[0] ?? "" });
  return (
    <Pick label={label} placeholder={plainly(element.placeholder) || (many ? "Choose some" : "Choose one")} actionID={element.action_id}
      items={view ? known(element, useWorld.getState()) : []} chosen={chosen} many={many} most={element.max_selected_items}
      clearable={!required} disabled={f.disabled} invalid={f.invalid} least={element.min_query_length ?? 0}
      onChoose={(values) => onChange(give(values))}
      search={element.type.endsWith("external_select") ? (query) => suggest(f, query) : undefined} />
  );
}
