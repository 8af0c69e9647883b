import { memo } from "react";
import { call, reason } from "../api";
import { plainText } from "../kit";
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
  const sure = await ask({
    title: plainText("Begin again?"),
    text: plainText("All messages, versions and deploys go back to what they were at first."),
    confirm: plainText("Reset"),
    deny: plainText("Cancel"),
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
      <div className="cloud-speeds">
        <div role="group" aria-label="Speed of the clock">
          {speeds.map((s) => (
            <button
              key={s} type="button" data-speed={s} aria-pressed={s === speed} onClick={() => void setSpeed(s)}
              title={s === 1 ? "Real time" : `${s} simulated seconds in a real one`}
            >
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
