// The stories that the buttons on top tell.
import type { Commit, Info, Player } from "../types";
import type { Target } from "./types";
import { short } from "./words";

const telling = "checkout"; // whose story is told where no service is at home

export interface Shipment {
  commit: Commit;
  target: Target; // prod, the last of the environments
  channel: string; // id of the service's channel
  command: string;
}

// broken is the first commit that waits and is known to be bad, on its way to
// prod; nothing if it is live there already, or there is none.
export function broken(info: Info, targets: Target[], service: string): Shipment | null {
  const own = service || telling;
  const target = targets.findLast((t) => t.service === own);
  const channel = info.channels.find((c) => c.service === own);
  const live = target?.versions.find((v) => v.version === target.live?.version)?.sha;
  const commit = info.commits.find((c) => c.service === own && c.behaviour === "bad" && c.sha !== live);
  if (!target || !channel || !commit) return null;
  return { commit, target, channel: channel.id, command: `/deploy ${target.environment} ${short(commit.sha)}` };
}

// watching says what there is to see once it was sent.
export function watching({ commit, target }: Shipment, player: Player | undefined): string {
  const what = `${short(commit.sha)} “${commit.subject}” fails one call in five.`;
  if (player?.role === "guest") return `${what} But ${player.name} is a guest: Slipway refuses, and says what a guest may do.`;
  const from = target.live ? `v${target.live.version}` : "the version before";
  return `${what} 10 % of the calls will go to it; Slipway compares it with ${from}. Watch the bar in ${target.environment}.`;
}

// hindrance is why nothing can be shipped there now; nothing if it can.
export function hindrance(target: Target): string {
  if (target.rollout) return `A deploy to ${target.environment} is under way`;
  return target.lock ? `${target.environment} is locked. Unlock it first` : "";
}

// ended says how the story went that began when its target was as before; nothing
// until it is over.
export function ended(target: Target, before: Target): string {
  if (target.last?.id === before.last?.id || target.last?.phase !== "rolled_back") return "";
  return `It went back by itself: nobody had to press anything. Why it did is said below, and in the channel. ${target.environment} is locked until somebody unlocks it.`;
}

// fastest is the speed at which one can follow what happens.
export const fastest = 10;
