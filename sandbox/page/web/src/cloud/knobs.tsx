import { useEffect, useId, useRef, useState } from "react";
import { call, reason } from "../api";
import { toast } from "../world";
import { refresh } from "./store";
import type { Lambda, Target } from "./types";
import { count, duration, percent, shares } from "./words";

const often = 120; // milliseconds between two requests of a slider that moves
const settles = 1500; // until what the sandbox says counts again

// useKnob keeps what a person sets until the sandbox says the same, so that a
// slider does not jump back while it is dragged. What was not sent yet when the knob
// goes is sent then.
export function useKnob<T>(known: T, put: (value: T) => Promise<unknown>): [T, (value: T) => void] {
  const [held, setHeld] = useState<{ value: T } | null>(null);
  const timers = useRef<{ send: number; settle: number; flush?: () => void }>({ send: 0, settle: 0 });
  useEffect(() => {
    const t = timers.current;
    return () => {
      clearTimeout(t.settle);
      t.flush?.();
    };
  }, []);
  const set = (value: T) => {
    const t = timers.current;
    setHeld({ value });
    clearTimeout(t.send);
    clearTimeout(t.settle);
    t.flush = () => {
      clearTimeout(t.send);
      t.flush = undefined;
      put(value).then(() => refresh()).catch((e: unknown) => toast(reason(e)));
    };
    t.send = window.setTimeout(t.flush, often);
    t.settle = window.setTimeout(() => setHeld(null), settles);
  };
  return [held ? held.value : known, set];
}

interface SliderProps {
  label: string;
  of: string; // what it is a knob of, for those who do not see where it is
  known: number;
  min?: number;
  max: number;
  step?: number | "any";
  write: (value: number) => string;
  put: (value: number) => Promise<unknown>;
  testid: string;
}

// Slider is a number that one can pull. It listens to every input event, also to
// those of programs that set the value first.
function Slider({ label, of, known, min = 0, max, step = 1, write, put, testid }: SliderProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [value, set] = useKnob(known, put);
  useEffect(() => {
    if (input.current && Number(input.current.value) !== value) input.current.value = String(value);
  }, [value]);
  return (
    <div className="cloud-slider">
      <label htmlFor={id}>{label}<span className="cloud-spoken"> of {of}</span></label>
      <input
        ref={input} id={id} type="range" min={min} max={max} step={step} defaultValue={known} data-testid={testid}
        aria-valuetext={write(value)} onInput={(e) => set(Number(e.currentTarget.value))}
      />
      <output htmlFor={id}>{write(value)}</output>
    </div>
  );
}

function Crash({ known, put, of, testid }: { known: boolean; put: (value: boolean) => Promise<unknown>; of: string; testid: string }) {
  const [value, set] = useKnob(known, put);
  return (
    <label className="cloud-crash">
      <input type="checkbox" data-testid={testid} checked={value} onChange={(e) => set(e.currentTarget.checked)} />
      crash at start<span className="cloud-spoken"> of {of}</span>
    </label>
  );
}

// Break makes the code of a version worse, or better, and the traffic more or less.
// It shows the newest version that is live, until one is chosen or its knobs are
// touched.
export function Break({ target, lambda }: { target: Target; lambda: Lambda }) {
  const [chosen, choose] = useState<string | null>(null);
  const name = useId();
  const live = shares(target).map((s) => s.version);
  const newest = live.at(-1) ?? target.green ?? lambda.versions.at(-1)?.version;
  const version = lambda.versions.find((v) => v.version === chosen) ?? lambda.versions.find((v) => v.version === newest);
  const named = [...live, target.green, target.blue, version?.version];
  const known = lambda.versions.filter((v) => named.includes(v.version));
  const [all, showAll] = useState(false);
  if (!version) return null;
  const behave = (change: object) => call("PUT", "api/behaviour", { function: lambda.name, version: version.version, ...change });
  const of = `v${version.version} in ${target.environment}`;
  const shown = all ? lambda.versions : known;
  return (
    <details className="cloud-break" open>
      <summary>Break something</summary>
      {!target.rollout && <p className="cloud-note">Slipway judges a version while it ships, and a while after. Deploy one first, then break it.</p>}
      <fieldset className="cloud-which">
        <legend className="cloud-spoken">Which version of {target.service} in {target.environment}</legend>
        {shown.map((v) => (
          <label key={v.version}>
            <input type="radio" name={name} checked={v === version} onChange={() => choose(v.version)} data-testid={`pick-${lambda.name}-${v.version}`} />
            <span>v{v.version}{live.includes(v.version) ? (v.version === live[0] ? " live" : " canary") : ""}</span>
          </label>
        ))}
        {!all && shown.length < lambda.versions.length && <button type="button" onClick={() => showAll(true)} aria-label="All versions">…</button>}
      </fieldset>
      <div key={version.version} onFocus={() => choose(version.version)} onInput={() => choose(version.version)}>
        <Slider
          label="errors" of={of} known={version.error_rate * 100} max={100} step="any" write={(v) => percent(v / 100)}
          put={(v) => behave({ error_rate: Math.round(v * 10) / 1000 })} testid={`knob-error-${lambda.name}-${version.version}`}
        />
        <Slider
          label="latency" of={of} known={version.latency_ms} min={10} max={3000} step={10} write={duration}
          put={(v) => behave({ latency_ms: v })} testid={`knob-latency-${lambda.name}-${version.version}`}
        />
        <Crash known={version.crash} of={of} put={(v) => behave({ crash: v })} testid={`knob-crash-${lambda.name}-${version.version}`} />
      </div>
      <Slider
        label="traffic" of={`${target.service} in ${target.environment}`} known={lambda.per_minute} max={3000} step={10} write={(v) => count(v) + "/min"}
        put={(v) => call("PUT", "api/traffic", { function: lambda.name, per_minute: v })} testid={`knob-traffic-${lambda.name}`}
      />
    </details>
  );
}
