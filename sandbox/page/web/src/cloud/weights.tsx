import type { CSSProperties } from "react";
import type { Target } from "./types";
import { percent, shares } from "./words";

// tone is the number of a version's colour and dash.
export const tone = (version: string): number => Number(version) % 4;

// Weights is the alias: which version gets how much of the traffic.
export function Weights({ target }: { target: Target }) {
  const split = shares(target);
  const name = `weights-${target.service}-${target.environment}`;
  if (split.length === 0) return <p className="cloud-none" data-testid={name}>Nothing is live yet.</p>;
  return (
    <div className="cloud-weights" data-testid={name} role="group" aria-label={`Traffic of ${target.service} in ${target.environment}`}>
      {split.map(({ version, share }) => (
        <div key={version} data-tone={tone(version)} style={{ "--share": share } as CSSProperties}>
          <span>v{version} {percent(share)}</span>
        </div>
      ))}
    </div>
  );
}
