import { stages } from "./stages";
import type { Rollout } from "./types";

const marks = { done: "✓", now: "●", paused: "‖", back: "✕", ahead: "" };
const spoken = { done: "done", now: "now", paused: "paused here", back: "going back from here", ahead: "to come" };

// Stepper is a rollout's way, and where it is on it.
export function Stepper({ rollout, target }: { rollout: Rollout; target: string }) {
  return (
    <ol className="cloud-steps" aria-label={`The rollout of ${target}`} data-testid={`rollout-${target}`} data-phase={rollout.phase}>
      {stages(rollout).map((s) => (
        <li key={s.name} className={s.at} aria-current={s.at === "done" || s.at === "ahead" ? undefined : "step"}>
          <i aria-hidden="true">{marks[s.at]}</i>
          {s.name}
          <span className="cloud-spoken"> {spoken[s.at]}</span>
        </li>
      ))}
    </ol>
  );
}
