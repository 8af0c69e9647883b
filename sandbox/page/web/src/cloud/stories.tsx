import { useEffect, useRef, useState } from "react";
import { call, reason } from "../api";
import type { Player } from "../types";
import { goto, send, serviceOf, toast, type as put, useWorld } from "../world";
import { setSpeed } from "./clock";
import { refresh, useCloud } from "./store";
import type { Target } from "./types";
import { broken, ended, fastest, hindrance, over, refusal, unlocking, watching, type Shipment } from "./story";

const told = 8000; // for how long it is said that the bot is back, in milliseconds

// useKilled follows the bot: up, down, or back after it was down.
function useKilled(): "up" | "down" | "back" {
  const bot = useCloud((s) => s.cloud?.bot ?? "up");
  const [back, setBack] = useState(false);
  const was = useRef(bot);
  useEffect(() => {
    const returned = was.current === "down" && bot === "up";
    was.current = bot;
    if (!returned) return;
    setBack(true);
    const timer = setTimeout(() => setBack(false), told);
    return () => clearTimeout(timer);
  }, [bot]);
  if (bot === "down") return "down";
  return back ? "back" : "up";
}

async function kill(): Promise<void> {
  await call("POST", "api/kill")
    .then(() => refresh())
    .catch((e: unknown) => toast(reason(e)));
}

interface Told {
  line: string;
  by: string; // who shipped it
  target: Target; // as it was before
  speed: number; // of the clock before it was slowed
}

// ship sends the command, in the channel of its service, at a speed at which one
// can follow. Nothing is told if it was not taken.
async function ship(s: Shipment, player: Player | undefined, speed: number, before: Told | null): Promise<Told | null> {
  const slowed = speed > fastest && !refusal(player);
  if (slowed) await setSpeed(fastest);
  if (useWorld.getState().channel !== s.channel) goto(s.channel);
  if (!(await send(s.command, s.channel))) {
    if (slowed) await setSpeed(speed);
    return null;
  }
  const line = watching(s, player) + (slowed ? ` The clock is slowed to ${fastest}× meanwhile.` : "");
  return { line, by: player?.id ?? "", target: s.target, speed: slowed ? speed : before?.speed ?? fastest };
}

const toRead = 20_000; // ms in which one can read how it ended, before the charts run away

// useStory is the story that was begun last, and how its target is now. A while
// after it is over the clock goes as fast as before, unless somebody has changed that.
function useStory(): [Told | null, Target | undefined, (begun: Told | null) => void] {
  const [told, tell] = useState<Told | null>(null);
  const now = useCloud((s) => s.cloud?.targets.find((t) => t.function === told?.target.function));
  const done = !!told && !!now && over(now, told.target);
  useEffect(() => {
    if (!done || !told || told.speed === fastest) return;
    const t = setTimeout(() => {
      if (useCloud.getState().cloud?.speed === fastest) void setSpeed(told.speed);
    }, toRead);
    return () => clearTimeout(t);
  }, [done, told]);
  return [told, now, tell];
}

const states = {
  up: "",
  down: "The bot is dead, with all it had in memory. Slack and the cloud go on without it …",
  back: "The bot is back, and goes on where it was.",
};

interface LineProps {
  bot: keyof typeof states;
  text: string;
  target?: Target; // that it is about
}

// Line is what there is to see now, with the way on where there is one.
function Line({ bot, text, target }: LineProps) {
  const unlock = states[bot] || !target ? "" : unlocking(target);
  return (
    <p role="status" className={bot === "up" ? undefined : "cloud-bot-" + bot} data-testid="story-line">
      {states[bot] || text || "What could go wrong? See for yourself: nothing here is real."}
      {unlock && <> <button type="button" data-testid="story-unlock" onClick={() => put(unlock)}>Unlock</button></>}
    </p>
  );
}

// Stories are buttons that make something happen that is worth a look. One that
// cannot be pressed now keeps the focus.
export function Stories() {
  const info = useWorld((w) => w.info), service = useWorld(serviceOf);
  const player = useWorld((w) => w.info?.users.find((u) => u.id === w.me));
  const targets = useCloud((s) => s.cloud?.targets), speed = useCloud((s) => s.cloud?.speed ?? 1);
  const bot = useKilled();
  const [told, now, tell] = useStory();
  const next = info && targets ? broken(info, targets, service) : null;
  const hindered = next ? hindrance(next.target) : "";
  const mine = told && now && told.by === player?.id && (service === "" || service === now.service);
  const begin = async () => {
    if (next && !hindered) tell(await ship(next, player, speed, told && now && !over(now, told.target) ? told : null));
  };
  return (
    <section className="cloud-stories" aria-label="Try it">
      <div>
        <button
          type="button" data-testid="story-broken" data-tour="broken" aria-disabled={!next || !!hindered || undefined} onClick={() => void begin()}
          title={hindered || (next ? `${next.command}: a commit that is known to be bad` : "No commit that is known to be bad waits")}
        >
          Ship a broken version
        </button>
        <button
          type="button" data-testid="story-kill" aria-disabled={bot === "down" || undefined} title="Ends its process at once, as a crash would"
          onClick={() => void (bot === "down" || kill())}
        >
          Kill the bot now
        </button>
      </div>
      {mine && !(now.rollout && over(now, told.target)) // another one is under way
        ? <Line bot={bot} text={over(now, told.target) ? ended(now, told.target) : told.line} target={now} />
        : <Line bot={bot} text={hindered} target={next?.target} />}
    </section>
  );
}
