import { useEffect, useState, type CSSProperties } from "react";
import type { Target } from "./types";
import { percent, shares } from "./words";

// tone is the number of a version's colour and dash.
export const tone = (version: string): number => Number(version) % 4;

type Share = ReturnType<typeof shares>[number];

const closing = 700; // milliseconds that the bar takes to close over what went

// useClosing keeps a version that gets nothing any more, at its place and with no
// share, until the others have taken its room.
function useClosing(split: Share[]): Share[] {
  const [before, setBefore] = useState<string[]>([]);
  const versions = split.map((s) => s.version).join(" ");
  useEffect(() => {
    const timer = setTimeout(() => setBefore(versions.split(" ").filter(Boolean)), closing);
    return () => clearTimeout(timer);
  }, [versions]);
  const was = before.map((version) => split.find((s) => s.version === version) ?? { version, share: 0 });
  return [...was, ...split.filter((s) => !before.includes(s.version))];
}

// Weights is the alias: which version gets how much of the traffic.
export function Weights({ target }: { target: Target }) {
  const split = useClosing(shares(target));
  const name = `weights-${target.service}-${target.environment}`;
  if (!target.live) return <p className="cloud-none" data-testid={name}>Nothing is live yet.</p>;
  return (
    <div className="cloud-weights" data-testid={name} data-tour="weights" role="group" aria-label={`Traffic of ${target.service} in ${target.environment}`}>
      {split.map(({ version, share }) => (
        <div key={version} data-tone={tone(version)} aria-hidden={share === 0 || undefined} style={{ "--share": share } as CSSProperties}>
          <span>v{version} {percent(share)}</span>
        </div>
      ))}
    </div>
  );
}
