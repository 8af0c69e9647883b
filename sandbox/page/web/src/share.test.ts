import { expect, test } from "vitest";
import { share } from "./share";

const message = (ts: string, text: string) => ({ ts, text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] });

test("what is alike is the same object still", () => {
  const old = { version: 1, messages: [message("1", "a"), message("2", "b")] };
  const out = share(old, structuredClone(old));
  expect(out).toBe(old);
});

test("an edited message leaves its neighbours alone", () => {
  const old = { version: 1, messages: [message("1", "a"), message("2", "b")] };
  const out = share(old, { version: 2, messages: [message("1", "a"), message("2", "B")] });
  expect(out.messages[0]).toBe(old.messages[0]);
  expect(out.messages[1]).toEqual(message("2", "B"));
});

test("a message is found by its ts when another goes before it", () => {
  const old = [message("1", "a"), message("2", "b")];
  const out = share(old, [message("0", "z"), message("1", "a"), message("2", "b")]);
  expect(out).toHaveLength(3);
  expect(out[1]).toBe(old[0]);
  expect(out[2]).toBe(old[1]);
});

test("a list that got shorter, and a field that went, are seen", () => {
  expect(share([1, 2], [1])).toEqual([1]);
  expect(share({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  expect(share({ a: [1] }, { a: null })).toEqual({ a: null });
});
