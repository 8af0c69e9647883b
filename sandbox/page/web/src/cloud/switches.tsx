import { useId } from "react";
import { call } from "../api";
import { useKnob } from "./knobs";
import { useCloud } from "./store";

interface SwitchProps {
  label: string;
  on: boolean;
  means: [off: string, on: string];
  put: (on: boolean) => Promise<unknown>;
  testid: string;
}

function Switch({ label, on, means, put, testid }: SwitchProps) {
  const id = useId();
  const [value, set] = useKnob(on, put);
  return (
    <label className="cloud-switch">
      <input type="checkbox" role="switch" data-testid={testid} checked={value} aria-describedby={id} onChange={(e) => set(e.currentTarget.checked)} />
      {label} <span id={id}>{means[value ? 1 : 0]}</span>
    </label>
  );
}

// Switches are what can be changed of an environment's policy. They are the same for
// all services.
export function Switches({ environment }: { environment: string }) {
  const policy = useCloud((s) => s.cloud?.policies.find((p) => p.environment === environment));
  if (!policy) return null;
  const put = (change: object) => call("PUT", "api/policy", { environment, ...change });
  return (
    <div className="cloud-switches" role="group" aria-label={`Policy of ${environment}, for all services`}>
      <Switch
        label="Judge" on={policy.judge === "enforce"} means={["looks on", "acts: takes bad versions back"]}
        put={(on) => put({ judge: on ? "enforce" : "shadow" })} testid={`judge-${environment}`}
      />
      <Switch
        label="Roll back on alarm" on={policy.rollback_on_alarm} means={["people decide", "by itself"]}
        put={(on) => put({ rollback_on_alarm: on })} testid={`on-alarm-${environment}`}
      />
    </div>
  );
}
