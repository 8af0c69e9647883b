// Where a rollout is on its way: build · check · 10 · 25 · 50 · 100 · watch.
import type { Rollout } from "./types";
import { percent } from "./words";

export type Stage = { name: string; at: "done" | "now" | "paused" | "back" | "ahead" };

const preparing = ["pending", "building", "deploying"];

function position(r: Rollout): number {
  if (preparing.includes(r.phase)) return 0;
  if (r.phase === "checking" || r.phase === "awaiting_approval") return 1;
  if (r.phase === "promoting") return 2 + r.steps.length;
  if (r.phase === "watching") return 3 + r.steps.length;
  return 2 + Math.min(r.step, r.steps.length); // where the traffic is, or was when it turned back
}

export function stages(r: Rollout): Stage[] {
  const names = ["build", "check", ...r.steps.map(percent), "100 %", "watch"];
  const here = position(r);
  const now = r.phase === "rolling_back" ? "back" : r.paused ? "paused" : "now";
  return names.map((name, i) => ({ name, at: i < here ? "done" : i > here ? "ahead" : now }));
}
