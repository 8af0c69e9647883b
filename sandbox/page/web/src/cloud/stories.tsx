import { useEffect, useRef, useState } from "react";
import { call, reason } from "../api";
import { goto, send, serviceOf, toast, useWorld } from "../world";
import { setSpeed } from "./clock";
import { refresh, useCloud } from "./store";
import type { Target } from "./types";
import { broken, ended, fastest, hindrance, watching, type Shipment } from "./story";

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

// ship sends the command, in the channel of its service, at a speed at which one
// can follow.
async function ship(s: Shipment, speed: number): Promise<boolean> {
  if (speed > fastest) await setSpeed(fastest);
  if (useWorld.getState().channel !== s.channel) goto(s.channel);
  return send(s.command, s.channel);
}

const states = {
  up: "",
  down: "The bot is dead, with all it had in memory. Slack and the cloud go on without it …",
  back: "The bot is back, and goes on where it was.",
};

// Stories are buttons that make something happen that is worth a look.
export function Stories() {
  const info = useWorld((w) => w.info);
  const service = useWorld(serviceOf);
  const player = useWorld((w) => w.info?.users.find((u) => u.id === w.me));
  const targets = useCloud((s) => s.cloud?.targets);
  const speed = useCloud((s) => s.cloud?.speed ?? 1);
  const bot = useKilled();
  const next = info && targets ? broken(info, targets, service) : null;
  const [sent, setSent] = useState<{ line: string; target: Target } | null>(null);
  const hindered = next && hindrance(next.target);
  const tell = async (s: Shipment) => {
    if (await ship(s, speed)) setSent({ line: watching(s, player), target: s.target });
  };
  const line = sent && sent.target.function === next?.target.function ? ended(next.target, sent.target) || sent.line : "";
  return (
    <section className="cloud-stories" aria-label="Try it" data-tour="stories">
      <div>
        <button
          type="button" data-testid="story-broken" disabled={!next || !!hindered}
          title={hindered || (next ? `${next.command}: a commit that is known to be bad` : "No commit that is known to be bad waits")}
          onClick={() => { if (next) void tell(next); }}
        >
          Ship a broken version
        </button>
        <button type="button" data-testid="story-kill" disabled={bot === "down"} title="Ends its process at once, as a crash would" onClick={() => void kill()}>
          Kill the bot now
        </button>
      </div>
      <p role="status" className={bot === "up" ? undefined : "cloud-bot-" + bot} data-testid="story-line">
        {states[bot] || line || (hindered ? hindered + "." : "What could go wrong? See for yourself: nothing here is real.")}
      </p>
    </section>
  );
}
