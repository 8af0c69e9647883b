// The stories that the buttons on top tell.
import type { Commit, Info, Player } from "../types";
import type { Target } from "./types";
import { limit, percent, short } from "./words";

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

// refusal is why Slipway will not ship for somebody; nothing if it will.
export function refusal(player: Player | undefined): string {
  if (player?.role === "guest") return `${player.name} is a guest: Slipway refuses, and says what a guest may do.`;
  if (player?.role === "viewer") return `${player.name} has no role that may deploy: Slipway refuses, and says who may.`;
  return "";
}

// watching says what there is to see once it was sent.
export function watching({ commit, target }: Shipment, player: Player | undefined): string {
  const what = `${short(commit.sha)} “${commit.subject}” fails one call in five.`;
  const refused = refusal(player);
  if (refused) return `${what} But ${refused}`;
  const from = target.live ? `than v${target.live.version}` : "than the version before";
  const bad = `fails more ${from}, or more than ${percent(limit)}, and chance does not explain it`;
  return `${what} 10 % of the calls will go to it; if it ${bad}, Slipway takes it back. Watch the bar in ${target.environment}.`;
}

// hindrance is why nothing can be shipped there now; nothing if it can.
export function hindrance(target: Target): string {
  if (target.rollout) return `A deploy of ${target.service} to ${target.environment} is under way.`;
  return target.lock ? `${target.service} is locked in ${target.environment}.` : "";
}

// unlocking is the command that lets deploys in again; nothing where they may.
export const unlocking = ({ lock, rollout, environment, service }: Target): string =>
  lock && !rollout ? `/deploy unlock ${environment} ${service}` : "";

// over tells whether what was begun when a target was as before has ended.
export const over = (target: Target, before: Target): boolean => target.last !== null && target.last.id !== before.last?.id;

// ended says how the story went that began when its target was as before; nothing
// until it is over.
export function ended(target: Target, before: Target): string {
  if (!over(target, before) || target.last?.phase !== "rolled_back") return "";
  const wanted = /^(rollback|abort):/.test(target.last.reason);
  const why = wanted ? "Somebody took it back. Who it was is said in the channel."
    : "It went back by itself: nobody had to press anything. Why it did is said below, and in the channel.";
  return target.lock ? `${why} ${hindrance(target)}` : why;
}

// fastest is the speed at which one can follow what happens.
export const fastest = 10;
