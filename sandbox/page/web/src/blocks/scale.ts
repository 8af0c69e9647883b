// The arithmetic of charts, apart from how they are drawn.
import type { Chart } from "../kit";

// The inside of a chart, and how many round numbers its axis has at most.
export const size = { wide: 320, high: 110 };
const mostTicks = 6;

export interface Scale {
  slot: number; // between two categories
  x: (i: number) => number;
  y: (value: number) => number;
  ticks: number[];
}

// scaleOf says where values and categories are; zero is always on the axis.
export function scaleOf(chart: Chart): Scale {
  const values = chart.series?.flatMap((s) => s.data.map((d) => d.value)) ?? [];
  const top = Math.max(0, ...values), bottom = Math.min(0, ...values);
  const names = chart.axis_config?.categories ?? [];
  const bars = chart.type === "bar";
  const slot = size.wide / Math.max(1, bars ? names.length : names.length - 1);
  return {
    slot,
    x: (i) => (bars ? i + 0.5 : i) * slot,
    y: (v) => size.high - ((v - bottom) / (top - bottom || 1)) * size.high,
    ticks: ticks(bottom, top),
  };
}

// A mark is what a category's name says after a ▲, which has to be seen whichever names
// there is room for. Those that would touch are in rows, below that of the axis's ends.
export interface Mark {
  text: string;
  x: number;
  row: number; // from 1
}

export const markHigh = 12;
const markWide = 36;

export function marksOf(names: string[], at: Scale): Mark[] {
  const marks: Mark[] = [];
  names.forEach((name, i) => {
    const sign = name.indexOf("▲");
    if (sign < 0) return;
    const x = at.x(i);
    let row = 1;
    while (marks.some((m) => m.row === row && x - m.x < markWide)) row++;
    marks.push({ text: name.slice(sign), x, row });
  });
  return marks;
}

// ticks are round numbers between two, zero among them.
export function ticks(bottom: number, top: number): number[] {
  const range = top - bottom || 1;
  const unit = 10 ** Math.floor(Math.log10(range / mostTicks));
  const step = unit * ([1, 2, 5, 10].find((n) => range / (n * unit) < mostTicks) ?? 10);
  const out: number[] = [];
  for (let n = Math.ceil(bottom / step); n * step <= top; n++) out.push(Number((n * step).toPrecision(12)));
  return out;
}
