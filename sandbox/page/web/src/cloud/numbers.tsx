import { span, type Series } from "./series";
import type { Target } from "./types";
import { tone } from "./weights";
import { count, duration, limit, percent, shares, short } from "./words";

interface Props {
  target: Target;
  all: Series[];
  at: number | null; // the minute that is read out; the latest full one otherwise
  when: string;
}

// rows are the versions that matter: what is live, what was or will be, and what
// the chart shows.
function rows(target: Target, all: Series[]): { version: string; role: string }[] {
  const split = shares(target);
  const out = new Map(split.map((s, i) => [s.version, `${i === 0 ? "live" : "canary"}`]));
  if (target.green && !out.has(target.green)) out.set(target.green, "green");
  if (target.blue && !out.has(target.blue)) out.set(target.blue, "blue");
  for (const s of all) if (!out.has(s.version)) out.set(s.version, "");
  return [...out].map(([version, role]) => ({ version, role }));
}

const means: Record<string, string> = {
  live: "What callers get",
  canary: "Gets a share of the calls, and is compared",
  green: "The version that was shipped last",
  blue: "Where a rollback goes",
};

// Numbers are the legend of the chart, with what each version does.
export function Numbers({ target, all, at, when }: Props) {
  return (
    <table className="cloud-numbers">
      <thead>
        <tr>
          <th scope="col">{when}</th>
          <th scope="col">calls/min</th><th scope="col">errors</th><th scope="col">p95</th>
        </tr>
      </thead>
      <tbody>
        {rows(target, all).map(({ version, role }) => {
          const p = all.find((s) => s.version === version)?.points.find((x) => x.minute === (at ?? span - 1));
          const sha = target.versions.find((v) => v.version === version)?.sha ?? "";
          return (
            <tr key={version} className={p ? undefined : "idle"}>
              <th scope="row">
                <svg className="cloud-key" data-tone={tone(version)} viewBox="0 0 18 8" aria-hidden="true"><path className="line" d="M1 4H17" /></svg>
                <b>v{version}</b> <code>{short(sha)}</code> <span title={means[role]}>{role}</span>
              </th>
              <td>{p ? count(p.calls) : "–"}</td>
              <td className={p && p.rate > limit ? "high" : undefined}>{p ? percent(p.rate) : "–"}</td>
              <td>{p?.p95 ? duration(p.p95) : "–"}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
