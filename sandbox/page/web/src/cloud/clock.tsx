import { memo } from "react";
import { call, reason } from "../api";
import { ask, toast } from "../world";
import { refresh, useCloud } from "./store";

const speeds = [1, 10, 60, 180, 300];

// setSpeed says how many simulated seconds pass in a real one.
export async function setSpeed(speed: number): Promise<void> {
  await call("PUT", "api/speed", { speed })
    .then(() => refresh())
    .catch((e: unknown) => toast(reason(e)));
}

async function reset(): Promise<void> {
  const text = (t: string) => ({ type: "plain_text" as const, text: t });
  const sure = await ask({
    title: text("Begin again?"),
    text: text("All messages, versions and deploys go back to what they were at first."),
    confirm: text("Reset"),
    deny: text("Cancel"),
    style: "danger",
  });
  if (!sure) return;
  await call("POST", "api/reset").then(() => location.reload(), (e: unknown) => toast(reason(e)));
}

function Time() {
  const now = useCloud((s) => s.cloud?.now ?? "");
  const shown = new Date(now).toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
  return <time dateTime={now} title="Simulated time">{shown}</time>;
}

// Clock is the simulated time, how fast it passes, and the way back to the start.
export const Clock = memo(function Clock() {
  const speed = useCloud((s) => s.cloud?.speed);
  return (
    <header className="cloud-clock">
      <div className="cloud-now">
        <h2>Simulated cloud</h2>
        <Time />
      </div>
      <div className="cloud-speeds" data-tour="speed">
        <div role="group" aria-label="Speed of the clock">
          {speeds.map((s) => (
            <button key={s} type="button" data-speed={s} aria-pressed={s === speed} title={s === 1 ? "Real time" : `${s} simulated seconds in a real one`} onClick={() => void setSpeed(s)}>
              {s}×
            </button>
          ))}
          {speed !== undefined && !speeds.includes(speed) && <span className="cloud-odd">{speed}×</span>}
        </div>
        <button type="button" className="cloud-reset" data-testid="reset" onClick={() => void reset()}>Reset</button>
      </div>
    </header>
  );
});
