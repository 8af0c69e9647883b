import { next } from "../opening";
import { serviceOf, type as put, useWorld } from "../world";
import { useCloud } from "./store";
import { short } from "./words";

const means: Record<string, string> = {
  good: "It works",
  bad: "It fails 20 % of its calls",
  slow: "It takes 1.5 seconds instead of 80 ms",
  crash: "It fails at start",
  late: "It turns bad five minutes after it got all calls",
  broken: "Its tests fail, so it is never built",
};

// Commits are those that wait, the newest first.
export function Commits() {
  const service = useWorld(serviceOf);
  const all = useWorld((w) => w.info?.commits);
  const targets = useCloud((s) => s.cloud?.targets) ?? [];
  const waiting = (all ?? []).filter((c) => c.service === service).map((c) => ({ c, to: next(c, targets) })).filter((x) => x.to).reverse();
  if (waiting.length === 0) return null;
  return (
    <section className="cloud-commits" aria-labelledby="cloud-commits">
      <h3 id="cloud-commits">Commits waiting</h3>
      <ul>
        {waiting.map(({ c, to }) => (
          <li key={c.sha}>
            <button
              type="button" data-testid={"commit-" + short(c.sha)} title={`By ${c.author}. ${means[c.behaviour] ?? ""}. Puts its command into the box`}
              onClick={() => put(`/deploy ${to} ${short(c.sha)}`)}
            >
              <code>{short(c.sha)}</code>
              <span className="cloud-subject">{c.subject}</span>
              <span className={"cloud-badge " + c.behaviour}>{c.behaviour}</span>
              <span className="cloud-to">→ {to}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
