// Charts: a data_visualization is lines or bars, or a pie told in numbers.
import { h, svg } from "./dom.js";

const wide = 320, high = 110;
const room = { left: 26, right: 8, top: 8, below: 18 }; // for what stands at the axes
const mostTicks = 6;

// reach is from where to where the vertical axis goes; zero is always on it.
function reach(chart) {
  const values = chart.series.flatMap((s) => s.data.map((d) => d.value));
  return { top: Math.max(0, ...values), bottom: Math.min(0, ...values) };
}

// ticks are round numbers between two, zero among them.
function ticks({ top, bottom }) {
  const range = top - bottom || 1, unit = 10 ** Math.floor(Math.log10(range / mostTicks));
  const step = unit * [1, 2, 5, 10].find((n) => range / (n * unit) < mostTicks);
  const out = [];
  for (let n = Math.ceil(bottom / step); n * step <= top; n++) out.push(Number((n * step).toPrecision(12)));
  return out;
}

// scale says where on the picture a value and a category are.
function scale(chart) {
  const { top, bottom } = reach(chart), names = chart.axis_config.categories;
  const slot = chart.type === "bar" ? wide / names.length : wide / Math.max(1, names.length - 1);
  return { slot, y: (v) => high - ((v - bottom) / (top - bottom || 1)) * high, x: (i) => (chart.type === "bar" ? (i + 0.5) * slot : i * slot) };
}

const value = (s, name) => s.data.find((d) => d.label === name)?.value ?? 0;

// needed says that a series is a level to be reached: it is drawn dashed.
const needed = (s) => (s.name?.startsWith("Needed") ? " needed" : "");

function lines(chart, { x, y }) {
  return chart.series.map((s, n) => svg("polyline", {
    class: `line series-${n}${needed(s)}`,
    points: chart.axis_config.categories.map((name, i) => `${x(i)},${y(value(s, name))}`).join(" "),
  }));
}

function bars(chart, { slot, x, y }) {
  const w = (slot * 0.8) / chart.series.length;
  return chart.series.flatMap((s, n) => chart.axis_config.categories.map((name, i) => svg("rect", {
    class: "series-" + n, x: x(i) - slot * 0.4 + n * w, width: w,
    y: Math.min(y(value(s, name)), y(0)), height: Math.abs(y(value(s, name)) - y(0)),
  })));
}

// axes are the numbers on the left, each with its line, and below the first and the
// last category, where these are.
function axes(chart, { x, y }) {
  const names = chart.axis_config.categories, last = names.length - 1;
  const left = ticks(reach(chart)).map((v) => [
    svg("line", { class: v === 0 ? "grid zero" : "grid", x1: 0, x2: wide, y1: y(v), y2: y(v) }),
    svg("text", { class: "tick", x: -6, y: y(v) + 3.5, "text-anchor": "end" }, String(v).replace("-", "−")),
  ]);
  const ends = last > 0 ? [0, last] : [0];
  return [left, ends.map((i) => svg("text", { class: "tick", x: x(i), y: high + 14, "text-anchor": i ? "end" : "start" }, names[i]))];
}

function picture(chart, title) {
  const at = scale(chart);
  const box = [-room.left, -room.top, wide + room.left + room.right, high + room.top + room.below];
  return svg("svg", { viewBox: box.join(" "), role: "img", "aria-label": title },
    axes(chart, at), chart.type === "bar" ? bars(chart, at) : lines(chart, at));
}

function legend(chart) {
  const items = chart.type === "pie" ? chart.segments.map((s) => ({ text: `${s.label}: ${s.value}`, level: "" }))
    : chart.series.map((s) => ({ text: `${s.name}: ${s.data.at(-1).value}`, level: needed(s) }));
  return h("ul", { class: "legend" }, items.map(({ text, level }, i) => h("li", { class: `series-${i}${level}` }, text)));
}

// graph is a data_visualization.
export function graph(block) {
  const { chart } = block, { x_label, y_label } = chart.axis_config ?? {};
  return h("figure", { class: "graph" },
    h("figcaption", null, block.title),
    y_label && h("div", { class: "axis" }, y_label),
    chart.type !== "pie" && picture(chart, block.title),
    x_label && h("div", { class: "axis below" }, x_label),
    legend(chart));
}
