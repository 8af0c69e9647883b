import { useMemo, useState, type KeyboardEvent, type PointerEvent } from "react";
import { Plot } from "./plot";
import { first, span, type Series } from "./series";
import { clock, count, percent } from "./words";

interface Props {
  all: Series[];
  now: number; // Unix seconds
  at: number | null; // the minute that is read out
  read: (minute: number | null) => void;
  name: string;
}

// timeOf is when a minute on the chart was, for people.
export const timeOf = (now: number, minute: number): string => clock((first(now) + minute * 60) * 1000);

// said is a minute in a sentence, for those who do not see the chart.
function said(all: Series[], now: number, minute: number): string {
  const parts = all.flatMap((s) => {
    const p = s.points.find((x) => x.minute === minute);
    return p ? [`v${s.version} ${count(p.calls)} calls, ${percent(p.rate)} errors`] : [];
  });
  return `${timeOf(now, minute)}: ${parts.join("; ") || "no calls"}`;
}

// Chart is calls and errors of each version over the last minutes. A minute can be
// read out with the pointer, or with the arrow keys.
export function Chart({ all, now, at, read, name }: Props) {
  const keys = (e: KeyboardEvent) => {
    const here = at ?? span - 1;
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: span - 1 }[e.key];
    if (e.key === "Escape") read(null);
    if (to === undefined) return;
    e.preventDefault();
    read(Math.max(0, Math.min(span - 1, to)));
  };
  const point = (e: PointerEvent<HTMLElement>) => {
    const box = e.currentTarget.querySelector("svg")!.getBoundingClientRect();
    const minute = Math.floor(((e.clientX - box.left) / box.width) * span);
    read(minute >= 0 && minute < span ? minute : null);
  };
  const plots = useMemo(() => ({
    calls: all.map((s) => ({ version: s.version, points: s.points.map((p) => ({ ...p, value: p.calls })) })),
    rates: all.map((s) => ({ version: s.version, points: s.points.map((p) => ({ ...p, value: p.rate * 100 })) })),
  }), [all]);
  return (
    <div
      className="cloud-chart" role="slider" tabIndex={0} aria-label={`Calls and errors of ${name}, minute by minute`}
      aria-valuemin={0} aria-valuemax={span - 1} aria-valuenow={at ?? span - 1} aria-valuetext={said(all, now, at ?? span - 1)}
      onKeyDown={keys} onPointerMove={point} onPointerLeave={() => read(null)} onBlur={() => read(null)}
    >
      <Plot title="calls a minute" lines={plots.calls} least={10} at={at} write={count} />
      <Plot title="errors, % of the calls" lines={plots.rates} least={2} at={at} write={(v) => `${v} %`} />
      <div className="cloud-times" aria-hidden="true">
        <span>{timeOf(now, 0)}</span>
        <span>{timeOf(now, span / 2)}</span>
        <span>{timeOf(now, span - 1)}</span>
      </div>
    </div>
  );
}

interface Figures {
  all: Series[];
  now: number;
  name: string;
}

// Table is the same in figures, made only for those who open it.
export function Table(figures: Figures) {
  const [open, setOpen] = useState(false);
  return (
    <details className="cloud-figures" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>As a table</summary>
      {open && <Rows {...figures} />}
    </details>
  );
}

function Rows({ all, now, name }: Figures) {
  const minutes = Array.from({ length: span }, (_, i) => span - 1 - i).filter((m) => all.some((s) => s.points.some((p) => p.minute === m)));
  return (
    <table>
      <caption className="cloud-spoken">Calls and errors of {name}, minute by minute</caption>
      <thead>
        <tr><th scope="col">minute</th>{all.map((s) => <th key={s.version} scope="col">v{s.version}</th>)}</tr>
      </thead>
      <tbody>
        {minutes.map((m) => (
          <tr key={m}>
            <th scope="row">{timeOf(now, m)}</th>
            {all.map((s) => {
              const p = s.points.find((x) => x.minute === m);
              return <td key={s.version}>{p ? `${count(p.calls)} · ${percent(p.rate)}` : "–"}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
