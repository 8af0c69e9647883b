import { memo, useMemo, useState } from "react";
import { type as put } from "../world";
import { Alarms } from "./alarms";
import { Chart, Table, timeOf } from "./chart";
import { Break } from "./knobs";
import { Numbers } from "./numbers";
import { series } from "./series";
import { Stepper } from "./stepper";
import { unlocking } from "./story";
import { Switches } from "./switches";
import type { Lambda, Target } from "./types";
import { Weights } from "./weights";
import { happening, outcome } from "./words";

interface Props {
  target: Target;
  lambda?: Lambda;
  minute: number; // Unix seconds of the one that has only begun
  whole: boolean; // with chart and knobs, as in the service's own channel
}

// Unlock says that deploys are kept out, and puts the way to let them in again into
// the composer.
function Unlock({ target }: { target: Target }) {
  const { lock, environment, service } = target, command = unlocking(target);
  if (!lock || !command) return null;
  return (
    <button
      type="button" className="cloud-unlock" data-testid={`unlock-${service}-${environment}`} title={lock.reason}
      onClick={() => put(command)}
    >
      locked <span>· unlock</span>
    </button>
  );
}

function Story({ target, minute }: { target: Target; minute: number }) {
  const { rollout, last } = target;
  if (rollout) return <p className="cloud-line" role="status">{happening(rollout, target)}</p>;
  if (!last) return null;
  const { good, text } = outcome(last, minute * 1000);
  return (
    <p className={"cloud-line " + (good ? "good" : "bad")} role="status">
      <span aria-hidden="true">{good ? "✓" : "↩"}</span> {text}.
    </p>
  );
}

// Card is a service in an environment: where its traffic goes, how each version
// does, and knobs to break it.
export const Card = memo(function Card({ target, lambda, minute, whole }: Props) {
  const [at, read] = useState<number | null>(null);
  const all = useMemo(() => series(lambda?.minutes ?? [], minute), [lambda?.minutes, minute]);
  const name = `${target.service}-${target.environment}`;
  const title = whole ? target.environment : `${target.service} · ${target.environment}`;
  return (
    <section className="cloud-card" aria-label={`${target.service} in ${target.environment}`} data-testid={`card-${name}`}>
      <header><h3>{title}</h3><Unlock target={target} /></header>
      {target.rollout && <Stepper rollout={target.rollout} target={name} />}
      <Weights target={target} />
      <Story target={target} minute={minute} />
      <Alarms target={target} whole={whole} />
      {whole && <Switches environment={target.environment} />}
      {(whole || target.rollout) && lambda && (
        <>
          <Chart all={all} now={minute} at={at} read={read} name={`${target.service} in ${target.environment}`} />
          <Numbers target={target} all={all} at={at} when={at === null ? "last minute" : timeOf(minute, at)} />
        </>
      )}
      {whole && lambda && (
        <>
          <Table all={all} now={minute} name={`${target.service} in ${target.environment}`} />
          <Break target={target} lambda={lambda} />
        </>
      )}
    </section>
  );
});
