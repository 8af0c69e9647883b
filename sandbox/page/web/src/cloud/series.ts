// The numbers behind the charts, without any drawing.
import type { Minute } from "./types";

export const span = 20; // minutes that a chart shows

export interface Point {
  minute: number; // 0 to span-1, the newest last
  calls: number;
  errors: number;
  rate: number; // errors by calls
  p95?: number; // milliseconds
}

export interface Series {
  version: string;
  points: Point[]; // those minutes that had calls, in their order
}

// first is the start of the oldest full minute that is shown, in Unix seconds.
export const first = (now: number): number => (Math.floor(now / 60) - span) * 60;

// series is what each version did, the oldest version first.
export function series(minutes: Minute[], now: number): Series[] {
  const from = first(now);
  const byVersion = new Map<string, Point[]>();
  for (const m of minutes) {
    const minute = (m.at - from) / 60;
    if (minute < 0 || minute >= span || m.calls === 0) continue;
    const points = byVersion.get(m.version) ?? [];
    points.push({ minute, calls: m.calls, errors: m.errors, rate: m.errors / m.calls, p95: m.p95_ms });
    byVersion.set(m.version, points);
  }
  return [...byVersion].map(([version, points]) => ({ version, points })).sort((a, b) => Number(a.version) - Number(b.version));
}

// runs are stretches without a gap: a line is drawn through each.
export function runs(points: Point[]): Point[][] {
  const out: Point[][] = [];
  for (const p of points) {
    const run = out.at(-1);
    if (run && run.at(-1)?.minute === p.minute - 1) run.push(p);
    else out.push([p]);
  }
  return out;
}

// top is a round number that is not below the values, nor below least.
export function top(values: number[], least: number): number {
  const most = Math.max(least, ...values);
  const unit = 10 ** Math.floor(Math.log10(most));
  return unit * ([1, 1.5, 2, 3, 4, 5, 6, 8].find((n) => n * unit >= most * 0.9999) ?? 10);
}
