import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Alarms } from "./alarms";
import { target } from "./examples";
import { useCloud } from "./store";
import { Switches } from "./switches";
import type { Alarm, CloudState } from "./types";

const alarm = (name: string, state: Alarm["state"], environment = "prod"): Alarm => ({
  name: `checkout-${environment}-${name}`, service: "checkout", environment, state, since: "2026-11-20T14:02:00Z", reason: "Threshold Crossed",
});
const cloud: CloudState = {
  now: "2026-11-20T14:10:00Z", speed: 1, bot: "up", targets: [target], functions: [],
  policies: [{ environment: "prod", judge: "enforce", rollback_on_alarm: false }],
  alarms: [alarm("errors", "ALARM"), alarm("latency", "OK"), alarm("errors", "ALARM", "staging")],
};

let root: Root, asked: string[];

async function answer(path: string, init: RequestInit): Promise<Response> {
  if (path === "/sandbox/ui/cloud") return Response.json(useCloud.getState().cloud);
  asked.push(`${init.method} ${path} ${String(init.body)}`);
  return new Response(null, { status: 204 });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("fetch", vi.fn(answer));
  asked = [];
  useCloud.setState({ cloud });
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const rows = () => [...document.querySelectorAll("li")].map((li) => li.textContent);
const press = (name: string) => act(async () => document.querySelector<HTMLElement>(`[aria-label="${name}"]`)!.click());
const flip = (testid: string) => act(async () => {
  document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)!.click();
  await vi.advanceTimersByTimeAsync(200);
});

it("says each alarm's state with a sign and a word, and since when", async () => {
  await act(async () => root.render(<Alarms target={target} whole />));
  expect(rows()).toEqual([expect.stringMatching(/^▲errorsALARM since .*Clear$/), expect.stringMatching(/^✓latencyOK since .*Fire$/)]);
});

it("fires an alarm that is well, and clears one that is red", async () => {
  await act(async () => root.render(<Alarms target={target} whole />));
  await press("Clear checkout-prod-errors");
  await press("Fire checkout-prod-latency");
  expect(asked).toEqual([
    'POST /sandbox/api/alarms {"service":"checkout","environment":"prod","name":"checkout-prod-errors","state":"OK"}',
    'POST /sandbox/api/alarms {"service":"checkout","environment":"prod","name":"checkout-prod-latency","state":"ALARM"}',
  ]);
});

it("keeps the focus on the button when the alarm turns", async () => {
  await act(async () => root.render(<Alarms target={target} whole />));
  const button = document.querySelector<HTMLElement>('[aria-label="Clear checkout-prod-errors"]')!;
  button.focus();
  await act(async () => useCloud.setState({ cloud: { ...cloud, alarms: [alarm("errors", "OK")] } }));
  expect(document.activeElement).toBe(button);
  expect(button.textContent).toBe("Fire");
});

it("shows only what is not well among all services, and nothing where all is", async () => {
  await act(async () => root.render(<Alarms target={target} whole={false} />));
  expect(rows()).toHaveLength(1);
  await act(async () => useCloud.setState({ cloud: { ...cloud, alarms: [alarm("latency", "OK")] } }));
  expect(document.querySelector("ul")).toBeNull();
});

it("switches the policy of an environment, and says what that means", async () => {
  await act(async () => root.render(<Switches environment="prod" />));
  expect(document.body.textContent).toBe("Judge acts: takes bad versions backRoll back on alarm people decide");
  await flip("judge-prod");
  await flip("on-alarm-prod");
  expect(asked).toEqual([
    'PUT /sandbox/api/policy {"environment":"prod","judge":"shadow"}', 'PUT /sandbox/api/policy {"environment":"prod","rollback_on_alarm":true}',
  ]);
  expect(document.body.textContent).toBe("Judge looks onRoll back on alarm by itself");
});

it("has no switches for an environment without any", async () => {
  await act(async () => root.render(<Switches environment="dev" />));
  expect(document.body.textContent).toBe("");
});
