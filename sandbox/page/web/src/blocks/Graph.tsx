// Charts: a data_visualization is lines, areas or bars, or a pie told in numbers.
import type { Block, Chart } from "../kit";
import { Words, plainly } from "../text/Text";
import { markHigh, marksOf, scaleOf, size, type Scale } from "./scale";

const room = { left: 36, right: 10, top: 8, below: 18 }; // for what stands at the axes

type Series = NonNullable<Chart["series"]>[number];

const value = (s: Series, name: string) => s.data.find((d) => d.label === name)?.value ?? 0;

// Each series ends with a sign of its own, so that nobody has to tell colours apart.
const signs = ["●", "■", "▲", "◆", "✚", "★"];

// needed says that a series is a level, to be reached or not: it is drawn dashed.
const needed = (s: { name?: string }) => (/^(Needed|Threshold)/.test(s.name ?? "") ? " needed" : "");

function Lines({ chart, at, names }: { chart: Chart; at: Scale; names: string[] }) {
  return chart.series!.map((s, n) => {
    const points = names.map((name, i) => `${at.x(i)},${at.y(value(s, name))}`);
    return (
      <g key={s.name} className={`series-${n}`}>
        {chart.type === "area" && <polygon className="area" points={[`0,${at.y(0)}`, ...points, `${at.x(names.length - 1)},${at.y(0)}`].join(" ")} />}
        <polyline className={"curve" + needed(s)} points={points.join(" ")} />
        {!needed(s) && <text className="sign" x={at.x(names.length - 1)} y={at.y(value(s, names.at(-1) ?? "")) + 4} textAnchor="middle">{signs[n]}</text>}
      </g>
    );
  });
}

function Bars({ chart, at, names }: { chart: Chart; at: Scale; names: string[] }) {
  const w = (at.slot * 0.8) / chart.series!.length;
  return chart.series!.flatMap((s, n) => names.map((name, i) => {
    const y = at.y(value(s, name)), ground = at.y(0);
    return <rect key={s.name + i} className={"series-" + n} x={at.x(i) - at.slot * 0.4 + n * w} width={w} y={Math.min(y, ground)} height={Math.abs(y - ground)} />;
  }));
}

function Axes({ at, names }: { at: Scale; names: string[] }) {
  const last = names.length - 1;
  return (
    <>
      {at.ticks.map((v) => (
        <g key={v}>
          <line className={v === 0 ? "grid zero" : "grid"} x1={0} x2={size.wide} y1={at.y(v)} y2={at.y(v)} />
          <text className="tick" x={-6} y={at.y(v) + 3.5} textAnchor="end">{String(v).replace("-", "−")}</text>
        </g>
      ))}
      {(last > 0 ? [0, last] : [0]).map((i) => (
        <text key={i} className="tick" x={at.x(i)} y={size.high + 14} textAnchor={i ? "end" : "start"}>{names[i]?.replace(/ ▲.*/, "")}</text>
      ))}
      {marksOf(names, at).map((m) => (
        <g key={m.x}>
          <line className="mark" x1={m.x} x2={m.x} y1={0} y2={size.high} />
          <text className="tick" x={Math.min(m.x, size.wide - 6)} y={size.high + 14 + m.row * markHigh} textAnchor="middle">{m.text}</text>
        </g>
      ))}
    </>
  );
}

function Picture({ chart, title }: { chart: Chart; title: string }) {
  const at = scaleOf(chart), names = chart.axis_config?.categories ?? [];
  const below = room.below + markHigh * Math.max(0, ...marksOf(names, at).map((m) => m.row));
  const box = [-room.left, -room.top, size.wide + room.left + room.right, size.high + room.top + below];
  return (
    <svg viewBox={box.join(" ")} role="img" aria-label={title}>
      <Axes at={at} names={names} />
      {chart.type === "bar" ? <Bars chart={chart} at={at} names={names} /> : <Lines chart={chart} at={at} names={names} />}
    </svg>
  );
}

function Legend({ chart }: { chart: Chart }) {
  const items = chart.segments?.map((s) => ({ text: `${s.label}: ${s.value}`, dashed: "" }))
    ?? chart.series?.map((s) => ({ text: `${s.name}: ${s.data.at(-1)?.value ?? "–"}`, dashed: needed(s) })) ?? [];
  return (
    <ul className="legend">
      {items.map((item, i) => (
        <li key={i} className={`series-${i}`}><span className="key" aria-hidden="true">{item.dashed ? "┄" : signs[i % signs.length]}</span><bdi>{item.text}</bdi></li>
      ))}
    </ul>
  );
}

// Graph is a data_visualization, with its latest numbers in words below.
export function Graph({ of }: { of: Block<"data_visualization"> }) {
  const chart = of.chart;
  if (!chart) return null;
  return (
    <figure className="graph">
      <figcaption><Words of={of.title} /></figcaption>
      {chart.axis_config?.y_label && <div className="axis">{chart.axis_config.y_label}</div>}
      {chart.series && <Picture chart={chart} title={plainly(of.title)} />}
      {chart.axis_config?.x_label && <div className="axis below">{chart.axis_config.x_label}</div>}
      <Legend chart={chart} />
    </figure>
  );
}
