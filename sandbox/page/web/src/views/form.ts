// What somebody fills into a modal, by block. An input that stays keeps it when the
// app updates the view.
import type { Choice } from "../act";
import { initial, isEmpty, problem } from "../elements/choice";
import type { Block, View } from "../kit";

export type Values = Record<string, Choice>; // by block_id/action_id
export type Errors = Record<string, string>; // by block_id

export const fieldOf = (b: Block<"input">): string => `${b.block_id}/${b.element.action_id}`;

export const inputsOf = (v: View): Block<"input">[] => v.blocks.filter((b) => b.type === "input");

// valueOf is what an input holds: what was given, or what it begins with.
export const valueOf = (b: Block<"input">, given: Values, here: string): Choice => given[fieldOf(b)] ?? initial(b.element, here);

// check finds what is missing or wrong.
export function check(v: View, given: Values, here: string): Errors {
  const found = inputsOf(v).map((b) => [b.block_id ?? "", problem(b, valueOf(b, given, here))] as const);
  return Object.fromEntries(found.filter((f): f is readonly [string, string] => f[1] !== undefined));
}

// answer is what is sent: block → action → choice. What was left empty is not there.
export function answer(v: View, given: Values, here: string): Record<string, Record<string, Choice>> {
  const out: Record<string, Record<string, Choice>> = {};
  for (const b of inputsOf(v)) {
    const value = valueOf(b, given, here);
    if (!isEmpty(value)) out[b.block_id ?? ""] = { [b.element.action_id ?? ""]: value };
  }
  return out;
}
