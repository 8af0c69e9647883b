import { expect, it } from "vitest";
import { rollout } from "./examples";
import { stages } from "./stages";

const drawn = (change: object) => stages({ ...rollout, ...change }).map((s) => ({ done: "✓", now: "●", paused: "‖", back: "✕", ahead: "·" })[s.at]).join("");

it("names every step of the way", () => {
  expect(stages(rollout).map((s) => s.name)).toEqual(["build", "check", "10 %", "25 %", "50 %", "100 %", "watch"]);
  expect(stages({ ...rollout, steps: [] }).map((s) => s.name)).toEqual(["build", "check", "100 %", "watch"]);
});

it.each([
  [{ phase: "pending" }, "●······"],
  [{ phase: "deploying" }, "●······"],
  [{ phase: "checking" }, "✓●·····"],
  [{ phase: "awaiting_approval" }, "✓●·····"],
  [{ phase: "shifting", step: 0 }, "✓✓●····"],
  [{ phase: "shifting", step: 2 }, "✓✓✓✓●··"],
  [{ phase: "shifting", step: 1, paused: true }, "✓✓✓‖···"],
  [{ phase: "promoting", step: 3 }, "✓✓✓✓✓●·"],
  [{ phase: "watching", step: 3 }, "✓✓✓✓✓✓●"],
  [{ phase: "rolling_back", step: 0 }, "✓✓✕····"],
  [{ phase: "rolling_back", step: 9 }, "✓✓✓✓✓✕·"],
])("%o is drawn as %s", (change, want) => expect(drawn(change)).toBe(want));
