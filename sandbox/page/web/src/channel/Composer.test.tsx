import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useWorld } from "../world";
import { Composer } from "./Composer";

const info = {
  url: "", team_id: "", users: [],
  channels: [{ id: "C1", name: "checkout", service: "checkout" }, { id: "C2", name: "search", service: "search" }],
  commits: ["old1234567", "new1234567"].map((sha) => ({ service: "checkout", sha, behaviour: "good", subject: `Ship <@U1> ${sha}`, author: "ana" })),
};
const place = { text: "/deploy prod ", label: "<ref>", hint: "a commit" };

let root: Root, offered: { text: string; label: string; hint: string }[], sent: string[];

beforeEach(async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    if (url.startsWith("/sandbox/ui/complete")) return Response.json({ completions: offered });
    sent.push(JSON.parse(String(init.body)).text);
    return new Response(null, { status: 204 });
  }));
  [offered, sent] = [[], []];
  useWorld.setState({ info, me: "U1", channel: "C1", drafts: {} });
  root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(async () => root.render(<Composer place="C1" placeholder="Message" testid="composer" onSent={() => {}} />));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const box = () => document.querySelector<HTMLTextAreaElement>("[data-testid=composer]")!;
const options = () => [...document.querySelectorAll("[data-testid=completion]")].map((o) => o.textContent);
const put = (text: string) => act(async () => useWorld.setState({ drafts: { C1: text } }));

const type = (text: string) => act(async () => {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")!.set!.call(box(), text);
  box().dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(100);
});

// press tells whether the key was kept from what it does by itself.
const press = async (key: string): Promise<boolean> => {
  const e = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  await act(async () => { box().dispatchEvent(e); });
  return e.defaultPrevented;
};

it("gives a half-written message back after ↑ and ↓", async () => {
  await type("hello");
  await press("Enter");
  await put("half a sentence");
  await press("ArrowUp");
  expect(box().value).toBe("hello");
  await press("ArrowDown");
  expect(box().value).toBe("half a sentence");
});

it("takes a text that was changed, or put there, for a new one", async () => {
  await type("hello");
  await press("Enter");
  await press("ArrowUp");
  await put("/deploy prod new1234");
  await press("ArrowUp");
  await press("ArrowDown");
  expect(box().value).toBe("/deploy prod new1234");
  await type("/deploy prod");
  expect(await press("ArrowDown")).toBe(false);
  expect(box().value).toBe("/deploy prod");
});

it("offers the service's commits where one is due, the newest first, and sends nothing that is not whole", async () => {
  offered = [place];
  await type("/deploy prod ");
  expect(options()).toEqual(["new1234Ship <@U1> new1234567", "old1234Ship <@U1> old1234567"]);
  await press("ArrowDown");
  await press("Enter");
  expect([box().value, sent]).toEqual(["/deploy prod new1234", []]);
});

it("only says what has to be filled in where there is nothing to choose", async () => {
  offered = [{ ...place, text: "/deploy lock prod ", label: "[reason]" }];
  await type("/deploy lock prod ");
  expect(options()).toEqual([]);
  expect(document.querySelector("[data-testid=completion-hint]")!.textContent).toBe("[reason] a commit");
  expect(await press("ArrowDown")).toBe(false);
  expect(await press("Tab")).toBe(false);
});
