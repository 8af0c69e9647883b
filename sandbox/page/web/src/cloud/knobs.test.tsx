import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { target } from "./examples";
import { Break } from "./knobs";
import type { Lambda } from "./types";

const lambda: Lambda = {
  name: "checkout-prod", per_minute: 1200, minutes: [],
  versions: ["40", "41", "42"].map((version) => ({ version, sha: "abc123" + version, error_rate: 0.0005, latency_ms: 80, crash: false })),
};

const fetched = vi.fn(async (_path: string, _with: RequestInit) => new Response(null, { status: 204 }));
const root = () => createRoot(document.body.appendChild(document.createElement("div")));
const find = (testid: string) => document.querySelector<HTMLInputElement>(`[data-testid="${testid}"]`);
const show = (r: ReturnType<typeof root>, l: Lambda) => act(async () => r.render(<Break target={target} lambda={l} />));

const pull = (testid: string, value: string) => act(async () => {
  const input = find(testid)!;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

const errors = "knob-error-checkout-prod-42";
const broken = (rate: number): Lambda => ({ ...lambda, versions: lambda.versions.map((v) => ({ ...v, error_rate: rate })) });

const sent = () => fetched.mock.calls.filter(([path]) => path === "/sandbox/api/behaviour").map(([, init]) => JSON.parse(String(init.body)));

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("fetch", fetched);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  fetched.mockClear();
  document.body.replaceChildren();
});

it("does not jump back while it is pulled, and follows the sandbox afterwards", async () => {
  const r = root();
  await show(r, lambda);
  await pull(errors, "40");
  await show(r, broken(0.1)); // an answer from before
  expect(find(errors)!.value).toBe("40");
  await act(async () => { await vi.advanceTimersByTimeAsync(2000); });
  expect(find(errors)!.value).toBe("10");
});

it("sends the last of what was pulled in a short time", async () => {
  await show(root(), lambda);
  for (const value of ["10", "20", "40"]) await pull(errors, value);
  await act(async () => { await vi.advanceTimersByTimeAsync(200); });
  expect(sent()).toEqual([{ function: "checkout-prod", version: "42", error_rate: 0.4 }]);
});

it("stays with the version whose knobs one has touched when another one arrives, and sends what was set", async () => {
  const r = root(), alone = { ...target, live: { version: "41", weights: {} }, green: null };
  await act(async () => r.render(<Break target={alone} lambda={{ ...lambda, versions: lambda.versions.slice(0, 2) }} />));
  const slider = find("knob-error-checkout-prod-41")!;
  await act(async () => slider.focus());
  await show(r, lambda);
  expect(document.activeElement).toBe(slider);
  await pull("knob-error-checkout-prod-41", "30");
  await act(async () => find("pick-checkout-prod-42")!.click());
  expect(sent()).toEqual([{ function: "checkout-prod", version: "41", error_rate: 0.3 }]);
});

it("has knobs for the canary first, and for any other version", async () => {
  await show(root(), lambda);
  expect(find(errors)).not.toBeNull();
  await act(async () => document.querySelector<HTMLButtonElement>("[aria-label='All versions']")!.click());
  await act(async () => find("pick-checkout-prod-40")!.click());
  expect(find("knob-error-checkout-prod-40")).not.toBeNull();
});
