// What GET ui/cloud answers: docs/sandbox-api.md, and what the charts need beyond
// it. Times are simulated; versions are numbers as strings.

export interface Version {
  version: string;
  sha: string; // empty if the bot did not publish it
}

export interface Rollout {
  id: string;
  phase: string;
  paused: boolean;
  reason: string; // why it is paused or going back
  sha: string;
  by: string;
  since: string;
  until?: string; // when the step, the watch or the pause will be over
  steps: number[]; // shares, 0 to 1
  step: number;
  weight: number;
  shadow?: boolean; // the judge looks on, and takes nothing back
}

export interface Last {
  id: string;
  phase: string;
  reason: string;
  sha: string;
  ended: string;
}

export interface Target {
  service: string;
  environment: string;
  function: string;
  rollout: Rollout | null;
  last: Last | null;
  lock: { by: string; reason: string } | null; // keeps deploys out
  live: { version: string; weights: Record<string, number> } | null;
  blue: string | null;
  green: string | null;
  versions: Version[];
}

// Knobs are how a version behaves.
export interface Knobs extends Version {
  error_rate: number; // 0 to 1
  latency_ms: number; // the median
  crash: boolean;
}

// Minute is what one version did for callers in a minute.
export interface Minute {
  at: number; // its start, Unix seconds
  version: string;
  calls: number;
  errors: number;
  p95_ms?: number;
}

export interface Lambda {
  name: string;
  per_minute: number;
  versions: Knobs[];
  minutes: Minute[];
}

export interface Alarm {
  name: string;
  service: string;
  environment: string;
  state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  since: string;
  reason: string;
}

// Policy is what can be switched of an environment's.
export interface Policy {
  environment: string;
  judge: "enforce" | "shadow"; // shadow: it looks on
  rollback_on_alarm: boolean;
}

export interface CloudState {
  now: string;
  speed: number; // simulated seconds in a real one
  bot: "up" | "down";
  policies: Policy[];
  alarms: Alarm[];
  targets: Target[];
  functions: Lambda[];
}
