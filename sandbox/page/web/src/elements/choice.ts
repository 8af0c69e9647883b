// What an element starts with, and whether what was given to it is allowed: the
// checks of Slack's own client, before anything is sent.
import type { Choice } from "../act";
import type { Block, Element } from "../kit";

// initial is what an element holds before anybody touched it.
export function initial(e: Element, here = ""): Choice {
  const options = e.initial_options?.map((o) => o.value);
  const many = options ?? e.initial_users ?? e.initial_channels ?? e.initial_conversations;
  const one = e.initial_option?.value ?? e.initial_value ?? e.initial_date ?? e.initial_time ?? e.initial_date_time
    ?? e.initial_user ?? e.initial_channel ?? e.initial_conversation ?? (e.default_to_current_conversation ? here : undefined);
  if (isMany(e)) return { values: many ?? (one ? [String(one)] : []) };
  return { value: one === undefined ? "" : String(one) };
}

// isMany tells whether an element takes several things.
export const isMany = (e: Element): boolean => e.type === "checkboxes" || e.type.startsWith("multi_");

export const isEmpty = (c: Choice | undefined): boolean => !c?.value?.trim() && !c?.values?.length;

// length is as Slack counts it: an emoji is one.
const length = (s: string) => [...s].length;

// problem says what is wrong with what an input was given; nothing if it is right.
export function problem(input: Block<"input">, choice: Choice | undefined): string | undefined {
  const e = input.element;
  if (isEmpty(choice)) return input.optional ? undefined : "Please complete this required field.";
  const text = choice?.value ?? "";
  if (e.min_length !== undefined && length(text) < e.min_length) return `Please enter at least ${e.min_length} characters.`;
  if (e.max_length !== undefined && length(text) > e.max_length) return `Please enter at most ${e.max_length} characters.`;
  switch (e.type) {
    case "number_input": return numberProblem(e, text);
    case "email_text_input": return /^\S+@\S+\.\S+$/.test(text) ? undefined : "Please enter an email address.";
    case "url_text_input": return /^https?:\/\/\S+$/i.test(text) ? undefined : "Please enter a link that begins with https://.";
    default: return undefined;
  }
}

function numberProblem(e: Element, text: string): string | undefined {
  const n = Number(text);
  if (!Number.isFinite(n)) return "Please enter a number.";
  if (!e.is_decimal_allowed && !Number.isInteger(n)) return "Please enter a whole number.";
  if (e.min_value !== undefined && n < Number(e.min_value)) return `Please enter ${e.min_value} or more.`;
  if (e.max_value !== undefined && n > Number(e.max_value)) return `Please enter ${e.max_value} or less.`;
  return undefined;
}
