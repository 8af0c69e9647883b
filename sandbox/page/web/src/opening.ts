// Where one begins: in the channel of the first service, with a command in the box.
import type { Target } from "./cloud/types";
import type { Commit, Info } from "./types";

const first = "abc123"; // the commit that every text about the sandbox ships

// next is the first environment that a commit was not brought to yet.
export const next = (c: Commit, targets: Target[]): string | undefined =>
  targets.find((t) => t.service === c.service && !t.versions.some((v) => v.sha === c.sha))?.environment;

export interface Opening {
  channel: string;
  command: string; // empty when everything good is shipped
}

// opening finds the newest commit that works and was not brought everywhere yet.
export function opening(info: Info, targets: Target[]): Opening {
  const room = info.channels.find((c) => c.service !== "") ?? info.channels[0];
  const good = info.commits.filter((c) => c.service === room?.service && c.behaviour === "good").reverse();
  const commit = good.find((c) => next(c, targets));
  if (!room || !commit) return { channel: room?.id ?? "", command: "" };
  const ref = commit.sha.startsWith(first) ? first : commit.sha.slice(0, 7);
  return { channel: room.id, command: `/deploy ${next(commit, targets)} ${ref}` };
}
