import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useWorld } from "../world";
import { rollout, target } from "./examples";
import { Stories } from "./stories";
import { useCloud } from "./store";
import type { Target } from "./types";

const info = {
  url: "", team_id: "", channels: [{ id: "C1", name: "checkout", service: "checkout" }],
  users: [{ id: "U0ANA", name: "Ana", role: "developer" }, { id: "U0GUS", name: "Gus", role: "guest" }],
  commits: [{ service: "checkout", sha: "bad1111111", behaviour: "bad", subject: "Drop the table", author: "ben" }],
};
const state = (speed: number, of: Target = target) => ({ now: "2026-11-20T14:00:00Z", speed, bot: "up" as const, policies: [], alarms: [], targets: [of], functions: [] });
const back: Target = { ...target, lock: { by: "slipway", reason: "" }, last: { id: "02", phase: "rolled_back", reason: "", sha: "", ended: "" } };

let root: Root, speed: number, asked: string[];

// The sandbox, as far as a story asks for something.
async function answer(path: string, init: RequestInit): Promise<Response> {
  if (path === "/sandbox/ui/cloud") return Response.json({ ...useCloud.getState().cloud, speed });
  if (path === "/sandbox/api/speed") ({ speed } = JSON.parse(String(init.body)));
  asked.push(path + " " + init.body);
  return new Response(null, { status: 204 });
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("fetch", vi.fn(answer));
  speed = 60;
  asked = [];
  useWorld.setState({ info, me: "U0ANA", channel: "C1", drafts: {} });
  useCloud.setState({ cloud: state(speed) });
  root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(async () => root.render(<Stories />));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)!;
const press = (testid: string) => act(async () => {
  find(testid).focus();
  find(testid).click();
});
const becomes = (of: Target) => act(async () => useCloud.setState({ cloud: state(speed, of) }));

const later = () => act(async () => { await vi.advanceTimersByTimeAsync(20_000); });

it("ships slowly, and a while after the end lets the clock go as fast as before", async () => {
  await press("story-broken");
  expect(find("story-line").textContent).toContain("slowed to 10×");
  expect(asked[1]).toContain("/deploy prod bad1111");
  await becomes({ ...target, rollout });
  expect(speed).toBe(10);
  await becomes(back);
  expect(speed).toBe(10);
  await later();
  expect(speed).toBe(60);
});

it("is over when somebody ships another version there", async () => {
  await press("story-broken");
  await becomes(back);
  expect(find("story-line").textContent).toContain("went back by itself");
  await becomes({ ...back, rollout });
  expect(find("story-line").textContent).not.toContain("went back by itself");
  await becomes({ ...target, last: { ...back.last!, id: "03", phase: "succeeded" } });
  expect(find("story-line").textContent).not.toContain("bad1111");
});

it("leaves the clock alone when somebody has changed it meanwhile", async () => {
  await press("story-broken");
  speed = 1;
  await becomes({ ...target, rollout });
  await becomes(back);
  await later();
  expect(speed).toBe(1);
});

it("keeps the focus on a button that cannot be pressed now", async () => {
  await press("story-broken");
  await becomes({ ...target, rollout });
  expect(find("story-broken").getAttribute("aria-disabled")).toBe("true");
  expect(document.activeElement).toBe(find("story-broken"));
  const before = asked.length;
  await press("story-broken");
  expect(asked).toHaveLength(before);
});

it("tells the story to the one who began it, and slows nothing for a refusal", async () => {
  await act(async () => useWorld.setState({ me: "U0GUS" }));
  await press("story-broken");
  expect(find("story-line").textContent).toContain("Gus is a guest");
  expect(speed).toBe(60);
  await act(async () => useWorld.setState({ me: "U0ANA" }));
  expect(find("story-line").textContent).not.toContain("Gus");
});

it("ends with the way on: what is locked, and its command in the box", async () => {
  await press("story-broken");
  await becomes(back);
  expect(find("story-line").textContent).toMatch(/It went back by itself.*checkout is locked in prod\. Unlock$/);
  await press("story-unlock");
  expect(useWorld.getState().drafts).toEqual({ C1: "/deploy unlock prod checkout" });
});
