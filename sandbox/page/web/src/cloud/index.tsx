import { serviceOf, useWorld } from "../world";
import { Card } from "./card";
import { Clock } from "./clock";
import { Commits } from "./commits";
import { usePolling, useCloud } from "./store";
import { Stories } from "./stories";
import "./cloud.css";

const minute = 60_000;

// Cards are those of the channel's service, or of all in a channel of none; the
// last environment first, since that is the one that matters.
function Cards() {
  const service = useWorld(serviceOf);
  const targets = useCloud((s) => s.cloud?.targets);
  const functions = useCloud((s) => s.cloud?.functions);
  const now = useCloud((s) => (s.cloud ? Math.floor(Date.parse(s.cloud.now) / minute) * 60 : 0));
  if (!targets) return <p className="cloud-none" role="status">Looking at the cloud …</p>;
  const shown = service ? targets.filter((t) => t.service === service).reverse() : targets;
  return shown.map((t) => (
    <Card key={t.function} target={t} lambda={functions?.find((f) => f.name === t.function)} minute={now} whole={service !== ""} />
  ));
}

// Cloud is the right side of the page: the simulated account, and how to break it.
export function Cloud() {
  usePolling();
  return (
    <div className="cloud">
      <Clock />
      <Stories />
      <Cards />
      <Commits />
    </div>
  );
}
