// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { share } from "../share";
import type { Message } from "../types";
import { useWorld } from "../world";
import { Messages } from "./Messages";

let root: Root, page: HTMLElement;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  page = document.body.appendChild(document.createElement("div"));
  root = createRoot(page);
  useWorld.setState({ view: { version: 1, team: "Acme", me: { id: "U1", name: "Ana" }, users: [{ id: "B1", name: "slipway", is_bot: true }], channels: [] } });
});

afterEach(() => act(() => root.unmount()));

const said = (ts: string, text: string, more: Partial<Message> = {}): Message => ({
  channel: "C1", ts, at: Number(ts), user: "B1", text, ...more,
  blocks: [
    { type: "section", block_id: "s", text: { type: "mrkdwn", text } },
    { type: "actions", block_id: "a", elements: [{ type: "button", action_id: "stop", text: { type: "plain_text", text: "Stop" } }] },
  ],
});

const show = (of: Message[]) => act(() => root.render(<Messages label="Messages" of={of} sent={0} />));
const find = (query: string) => page.querySelector<HTMLElement>(query)!;

test("an edited message keeps its place, its elements and the focus in it", () => {
  const before = [said("1.0", "Hello"), said("2.0", "Shifting 10 %")];
  show(before);
  const article = find("[data-ts='2.0']"), button = find("[data-ts='2.0'] [data-action-id=stop]");
  act(() => button.focus());
  show(share(before, [said("1.0", "Hello"), said("2.0", "Shifting 25 %", { edited: true }), said("3.0", "New")]));
  expect(find("[data-ts='2.0']")).toBe(article);
  expect(find("[data-ts='2.0'] [data-action-id=stop]")).toBe(button);
  expect(document.activeElement).toBe(button);
  expect(article.textContent).toContain("Shifting 25 %");
  expect(article.textContent).toContain("(edited)");
});

test("what somebody else wrote is text, whatever it looks like", () => {
  show([said("1.0", "&lt;!channel&gt; <javascript:alert(1)|click> <img src=x onerror=alert(1)> \u202Eevil")]);
  const body = find("[data-ts='1.0'] .text");
  expect(body.textContent).toContain("<!channel> click");
  expect(body.querySelectorAll("a, img, .mention")).toHaveLength(0);
  expect([...body.childNodes].every((n) => n.nodeName === "BDI")).toBe(true);
});

test("what only one person sees says so, and a deleted message is gone", () => {
  show([said("1.0", "Psst", { ephemeral: true }), said("2.0", "Secret", { deleted: true, replies: [said("3.0", "?")] })]);
  expect(find("[data-ts='1.0']").textContent).toContain("Only visible to you");
  expect(find("[data-ts='2.0']").textContent).toMatch(/^This message was deleted\.1 reply/);
});

test("the Tab key stops at the newest message only, and at the one that has the focus", () => {
  show([said("1.0", "One"), said("2.0", "Two")]);
  const stops = () => [...page.querySelectorAll<HTMLElement>("button, a, [tabindex]")].filter((e) => e.tabIndex >= 0).map((e) => e.closest("article")?.dataset.ts);
  expect(new Set(stops())).toEqual(new Set(["2.0"]));
  act(() => find("[data-ts='1.0']").focus());
  expect(new Set(stops())).toEqual(new Set(["1.0"]));
});

test("the rest of a very long message is shown when somebody wants it", () => {
  show([{ ...said("1.0", "word ".repeat(2000)), blocks: null }]);
  expect(find("[data-ts='1.0'] .text").textContent!.length).toBeLessThan(4100);
  act(() => find("[data-testid=show-more]").click());
  expect(find("[data-ts='1.0'] .text").textContent!.length).toBe(10_000);
});
