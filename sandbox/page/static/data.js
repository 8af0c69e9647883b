// Tables and charts.
import { h, svg } from "./dom.js";
import { richText } from "./richtext.js";

function cell(c) {
  if (c.type === "rich_text") return richText(c);
  return c.text ?? String(c.value ?? "");
}

export function table(block) {
  const align = (i) => "align-" + (block.column_settings?.[i]?.align ?? "left");
  const row = (tag) => (cells) => h("tr", null, cells.map((c, i) => h(tag, { class: align(i), scope: tag === "th" ? "col" : null }, cell(c))));
  const [head, ...body] = block.rows;
  return h("div", { class: "table", tabindex: "0" },
    h("table", null, block.caption && h("caption", null, block.caption),
      h("thead", null, row("th")(head)), h("tbody", null, body.map(row("td")))));
}

const wide = 320, high = 96;

// reach is from where to where the vertical axis goes; zero is always on it.
function reach(chart) {
  const values = chart.series.flatMap((s) => s.data.map((d) => d.value));
  return { top: Math.max(0, ...values), bottom: Math.min(0, ...values) };
}

// plotted draws lines or bars, and where zero is if there is anything below.
function plotted(chart) {
  const { top, bottom } = reach(chart), range = top - bottom || 1;
  const y = (v) => high - ((v - bottom) / range) * high;
  const names = chart.axis_config.categories;
  const slot = wide / names.length;
  const value = (s, name) => s.data.find((d) => d.label === name)?.value ?? 0;
  const zero = bottom < 0 && svg("line", { class: "zero", x1: 0, x2: wide, y1: y(0), y2: y(0) });
  return [zero, chart.series.flatMap((s, n) => {
    if (chart.type === "bar") {
      const w = (slot * 0.8) / chart.series.length;
      return names.map((name, i) => svg("rect", {
        class: "series-" + n, x: i * slot + slot * 0.1 + n * w, width: w,
        y: Math.min(y(value(s, name)), y(0)), height: Math.abs(y(value(s, name)) - y(0)),
      }));
    }
    const points = names.map((name, i) => `${(i + 0.5) * slot},${y(value(s, name))}`).join(" ");
    return [svg("polyline", { class: "line series-" + n, points })];
  })];
}

// axes are what stands at the axes: the ends of the vertical one are numbers.
function axes(chart, picture) {
  const { top, bottom } = reach(chart), { categories, x_label, y_label } = chart.axis_config;
  return [
    y_label && h("div", { class: "axis" }, h("span", null, y_label)),
    h("div", { class: "plotted" }, h("div", { class: "scale" }, h("span", null, top), h("span", null, bottom)), picture),
    h("div", { class: "axis" }, h("span", null, categories[0]), x_label && h("span", null, x_label), h("span", null, categories.at(-1))),
  ];
}

function legend(chart) {
  const items = chart.type === "pie" ? chart.segments.map((s) => `${s.label}: ${s.value}`)
    : chart.series.map((s) => `${s.name}: ${s.data.at(-1).value}`);
  return h("ul", { class: "legend" }, items.map((text, i) => h("li", { class: "series-" + i }, text)));
}

// graph is a data_visualization. A pie is told in numbers.
export function graph(block) {
  const { chart } = block;
  const picture = chart.type === "pie" ? null
    : svg("svg", { viewBox: `0 -4 ${wide} ${high + 8}`, role: "img", "aria-label": block.title }, plotted(chart));
  return h("figure", { class: "graph" },
    h("figcaption", null, block.title), picture && axes(chart, picture), legend(chart));
}
