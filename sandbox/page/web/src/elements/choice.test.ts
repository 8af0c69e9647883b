import { expect, test } from "vitest";
import type { Block, Element } from "../kit";
import { initial, problem } from "./choice";

const input = (element: Partial<Element>, more: Partial<Block<"input">> = {}): Block<"input"> =>
  ({ type: "input", label: { type: "plain_text", text: "Why" }, element: { type: "plain_text_input", ...element }, ...more });

test.each<[string, Block<"input">, string, string | undefined]>([
  ["a required input wants something", input({}), "  ", "Please complete this required field."],
  ["an optional one does not", input({}, { optional: true }), "", undefined],
  ["an emoji is one character", input({ max_length: 1 }), "🚀", undefined],
  ["too long", input({ max_length: 3 }), "four", "Please enter at most 3 characters."],
  ["too short", input({ min_length: 3 }), "ab", "Please enter at least 3 characters."],
  ["no number", input({ type: "number_input" }), "ten", "Please enter a number."],
  ["no whole number", input({ type: "number_input" }), "1.5", "Please enter a whole number."],
  ["a number with decimals", input({ type: "number_input", is_decimal_allowed: true }), "1.5", undefined],
  ["a number that is too small", input({ type: "number_input", min_value: "2" }), "1", "Please enter 2 or more."],
  ["a number that is too big", input({ type: "number_input", max_value: "2" }), "3", "Please enter 2 or less."],
  ["no address", input({ type: "email_text_input" }), "ana", "Please enter an email address."],
  ["no link", input({ type: "url_text_input" }), "javascript:x", "Please enter a link that begins with https://."],
])("%s", (_, block, value, want) => expect(problem(block, { value })).toBe(want));

test("an element begins with what it is given", () => {
  const option = (value: string) => ({ text: { type: "plain_text" as const, text: value }, value });
  expect(initial({ type: "static_select", initial_option: option("a") })).toEqual({ value: "a" });
  expect(initial({ type: "multi_static_select", initial_options: [option("a"), option("b")] })).toEqual({ values: ["a", "b"] });
  expect(initial({ type: "datetimepicker", initial_date_time: 1795279893 })).toEqual({ value: "1795279893" });
  expect(initial({ type: "conversations_select", default_to_current_conversation: true }, "C1")).toEqual({ value: "C1" });
  expect(initial({ type: "multi_users_select" })).toEqual({ values: [] });
});
