// What the cloud's side says, in words.
import { time } from "../text/date";
import type { Last, Rollout, Target } from "./types";

// percent writes a share: "10 %", "0.05 %".
export function percent(share: number): string {
  const p = share * 100;
  return (p === 0 || p >= 10 ? Math.round(p) : p >= 1 ? +p.toFixed(1) : +p.toFixed(2)) + " %";
}

export const count = (n: number): string => Math.round(n).toLocaleString("en");

// duration writes milliseconds: "80 ms", "1.5 s".
export const duration = (ms: number): string => (ms < 995 ? Math.round(ms) + " ms" : +(ms / 1000).toFixed(1) + " s");

export const short = (sha: string): string => sha.slice(0, 7);

export const clock = (at: string | number): string => time(new Date(at).getTime() / 1000);

// limit is the share of failing calls that no version of the sandbox may exceed,
// however bad the one before it is: what a policy says that says nothing of it.
export const limit = 0.02;

// past is a time of the past: with its day, unless that is today.
function past(at: string, now: number): string {
  const day = (t: string | number) => new Date(t).toDateString();
  if (day(at) === day(now)) return "at " + clock(at);
  return `on ${new Date(at).toLocaleDateString(undefined, { weekday: "short" })} at ${clock(at)}`;
}

const causes: Record<string, string> = {
  health_check: "it failed its health check",
  build: "it could not be built",
  version: "its version could not be published",
  inconclusive: "nobody could tell whether it is worse",
  deadline: "nobody decided in time",
  foreign: "somebody else changed the traffic",
  abort: "somebody stopped it",
  rollback: "somebody wanted the version before",
  lost: "another rollout took over",
  alarm: "an alarm was red, and the numbers were against it",
  drill: "it was a drill, and nothing took it back in time",
  rescued: "the bot was gone for too long",
  nothing_stable: "there was nothing to go back to",
  asked: "somebody asked for it",
  metrics: "there are no numbers to judge by",
  manual: "somebody set the traffic by hand",
  misrouted: "the traffic is not where it should be",
};

// verdict says what the judge has found, whichever of its rules was broken first:
// "v42 is worse than its limit: v42 errors 20 % …; evidence …".
function verdict(text: string): string {
  const numbers = text.replace(/^v\d+ [^:]*: /, "").replace(/; (evidence|by chance|more in one minute) .*$/s, "");
  const slow = /^v\d+ slow calls /.test(numbers);
  return `${slow ? "too many of its calls were slow" : "it failed too many calls"}${numbers && ": " + numbers}`;
}

// why says a reason for people: what kind of reason it is, and the numbers in it.
export function why(reason: string): string {
  const [, code = "", text = ""] = /^([a-z_]+)(?:: (.*))?$/s.exec(reason) ?? [];
  if (code === "verdict") return verdict(text);
  const cause = causes[code];
  if (!cause) return reason;
  return text ? `${cause}: ${text}` : cause;
}

// outcome says how the latest rollout ended; now is the simulated time in milliseconds.
export function outcome(last: Last, now: number): { good: boolean; text: string } {
  const when = past(last.ended, now);
  const what = short(last.sha) || "The last one";
  const because = last.reason ? `: ${why(last.reason)}` : "";
  switch (last.phase) {
    case "succeeded":
      return { good: true, text: `${what} went live ${when}` };
    case "rolled_back":
      return { good: false, text: `${what} went back ${when}${because}` };
    case "cancelled":
      return { good: false, text: `${what} was stopped ${when}${because}` };
    default:
      return { good: false, text: `${what} failed ${when}${because}` };
  }
}

// shares is how the traffic is split, the stable version first.
export function shares(t: Target): { version: string; share: number }[] {
  if (!t.live) return [];
  const others = Object.entries(t.live.weights).filter(([, share]) => share > 0);
  const rest = 1 - others.reduce((sum, [, share]) => sum + share, 0);
  return [{ version: t.live.version, share: rest }, ...others.map(([version, share]) => ({ version, share }))];
}

// happening says in a sentence what a rollout does now, and what will be next.
export function happening(r: Rollout, t: Target): string {
  const [stable, canary] = shares(t);
  const candidate = `v${canary?.version ?? t.green ?? "?"}`;
  const when = r.until ? ` at ${clock(r.until)}` : "";
  if (r.phase === "rolling_back") return `Going back${r.reason ? `: ${why(r.reason)}` : ""}.`;
  if (r.paused) return `Paused${r.reason ? `: ${why(r.reason)}` : ""}.${when && ` Goes back${when} unless somebody decides.`}`;
  if (r.phase === "shifting" && canary) {
    const next = r.steps[r.step + 1];
    const then = next ? percent(next) : "all";
    if (r.shadow) return `A canary: ${candidate} gets ${percent(canary.share)} of the calls, and ${then}${when}. The judge only looks on.`;
    const bad = `fails more than v${stable?.version}, or more than ${percent(limit)}, and chance does not explain it`;
    return `A canary: ${candidate} gets ${percent(canary.share)} of the calls. If it ${bad}, all go back by themselves; else it gets ${then}${when}.`;
  }
  const said: Record<string, string> = {
    pending: "About to begin.",
    building: "Building the image.",
    deploying: "Publishing a version; no call gets to it yet.",
    checking: `Asking ${candidate} whether it is well, before any call gets to it.`,
    awaiting_approval: "Waits for a second person.",
    shifting: "About to move the first calls.",
    promoting: "Moving all calls.",
    watching: `All calls go to v${stable?.version}. It is watched${r.until ? ` until ${clock(r.until)}` : ""}${r.shadow ? "; the judge only looks on" : ", and taken back if it turns bad"}.`,
  };
  return said[r.phase] ?? r.phase.replaceAll("_", " ") + ".";
}
