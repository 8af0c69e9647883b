// Examples for the tests.
import type { Rollout, Target } from "./types";

export const target: Target = {
  service: "checkout", environment: "prod", function: "checkout-prod", rollout: null, last: null, lock: null,
  live: { version: "41", weights: { "42": 0.1 } }, blue: "41", green: "42",
  versions: [{ version: "41", sha: "ece0f16aa" }, { version: "42", sha: "abc123aee" }],
};

export const rollout: Rollout = {
  id: "01A", phase: "shifting", paused: false, reason: "", sha: "abc123aee", by: "U0ANA",
  since: "2026-11-20T14:02:00Z", steps: [0.1, 0.25, 0.5], step: 0, weight: 0.1,
};
