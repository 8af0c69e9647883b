import { expect, test } from "vitest";
import type { View } from "../kit";
import { answer, check } from "./form";

const text = (t: string) => ({ type: "plain_text" as const, text: t });
const view: View = {
  id: "V1", type: "modal", title: text("Ship"), blocks: [
    { type: "section", text: text("Hello") },
    { type: "input", block_id: "ref", label: text("Commit"), element: { type: "plain_text_input", action_id: "ref", initial_value: "latest" } },
    { type: "input", block_id: "why", label: text("Why"), element: { type: "plain_text_input", action_id: "why" } },
    { type: "input", block_id: "flags", label: text("Flags"), optional: true, element: { type: "checkboxes", action_id: "f", options: [] } },
  ],
};

test("what is missing is said at its block", () => {
  expect(check(view, {}, "")).toEqual({ why: "Please complete this required field." });
  expect(check(view, { "why/why": { value: "a fix" } }, "")).toEqual({});
});

test("what is sent is what was given, else what an input begins with; nothing for what is empty", () => {
  expect(answer(view, { "why/why": { value: "a fix" }, "flags/f": { values: [] } }, "")).toEqual({ ref: { ref: { value: "latest" } }, why: { why: { value: "a fix" } } });
});
