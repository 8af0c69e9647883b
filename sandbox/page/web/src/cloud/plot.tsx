import { runs, span, top, type Point } from "./series";
import { tone } from "./weights";

type Valued = Point & { value: number };

interface Props {
  title: string;
  lines: { version: string; points: Valued[] }[];
  least: number; // what the axis reaches at least
  at: number | null; // the minute that is read out
  write: (value: number) => string;
}

const high = 100; // the picture is stretched to its place; only its lines are not

// Plot is one line for each version; which is which is said by colour and dash.
export function Plot({ title, lines, least, at, write }: Props) {
  const most = top(lines.flatMap((l) => l.points.map((p) => p.value)), least);
  const x = (minute: number) => minute + 0.5;
  const y = (value: number) => high - (value / most) * high;
  const through = (run: Valued[]) => run.map((p) => `${x(p.minute)} ${y(p.value)}`).join("L");
  return (
    <div className="cloud-plot" aria-hidden="true">
      <div className="cloud-plot-title">{title}</div>
      <div className="cloud-ticks"><span>{write(most)}</span><span>{write(0)}</span></div>
      <svg viewBox={`0 0 ${span} ${high}`} preserveAspectRatio="none">
        <path className="grid" d={`M0 0H${span}M0 ${high / 2}H${span}M0 ${high}H${span}`} />
        {at !== null && <path className="cursor" d={`M${x(at)} 0V${high}`} />}
        {lines.map((l) => (
          <g key={l.version} data-tone={tone(l.version)}>
            {(runs(l.points) as Valued[][]).map((run) => {
              const [a, z] = [run[0]!, run.at(-1)!];
              return (
                <g key={a.minute}>
                  <path className="area" d={`M${x(a.minute)} ${high}L${through(run)}L${x(z.minute)} ${high}Z`} />
                  <path className="line" d={`M${through(run)}`} />
                </g>
              );
            })}
            {l.points.filter((p) => p.minute === at || p.minute === span - 1).map((p) => (
              <path key={p.minute} className="dot" d={`M${x(p.minute)} ${y(p.value)}h0`} />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
