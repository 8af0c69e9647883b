import { call, reason } from "../api";
import { toast } from "../world";
import { refresh, useCloud } from "./store";
import type { Alarm, Target } from "./types";
import { clock } from "./words";

const signs: Record<Alarm["state"], { sign: string; word: string; means: string }> = {
  OK: { sign: "✓", word: "OK", means: "All is well" },
  ALARM: { sign: "▲", word: "ALARM", means: "It is red" },
  INSUFFICIENT_DATA: { sign: "?", word: "no data", means: "Nobody can tell: no calls" },
};

async function set({ service, environment, name }: Alarm, state: "ALARM" | "OK"): Promise<void> {
  await call("POST", "api/alarms", { service, environment, name, state })
    .then(() => refresh())
    .catch((e: unknown) => toast(reason(e)));
}

// Row is an alarm and the one thing that one can do with it now: the button stays where
// it is, so that it keeps the focus.
function Row({ alarm, target }: { alarm: Alarm; target: Target }) {
  const { sign, word, means } = signs[alarm.state];
  const [does, to] = alarm.state === "ALARM" ? (["Clear", "OK"] as const) : (["Fire", "ALARM"] as const);
  return (
    <li data-state={alarm.state} data-testid={`alarm-${alarm.name}`}>
      <span className="cloud-sign" aria-hidden="true">{sign}</span>
      <span className="cloud-alarm" title={alarm.name}>{alarm.name.replace(target.function + "-", "")}</span>
      <span title={`${means}. ${alarm.reason}`}><b>{word}</b> since <time dateTime={alarm.since}>{clock(alarm.since)}</time></span>
      <button type="button" aria-label={`${does} ${alarm.name}`} onClick={() => void set(alarm, to)}>{does}</button>
    </li>
  );
}

// Alarms are those of a target: all of them in its service's own channel, else those
// that are not well.
export function Alarms({ target, whole }: { target: Target; whole: boolean }) {
  const all = useCloud((s) => s.cloud?.alarms);
  const mine = all?.filter((a) => a.service === target.service && a.environment === target.environment && (whole || a.state !== "OK"));
  if (!mine?.length) return null;
  return (
    <ul className="cloud-alarms" aria-label={`Alarms of ${target.service} in ${target.environment}`}>
      {mine.map((a) => <Row key={a.name} alarm={a} target={target} />)}
    </ul>
  );
}
