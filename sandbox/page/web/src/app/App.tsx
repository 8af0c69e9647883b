// App is the whole page: the workspace on the left, what is said in the middle,
// the cloud on the right. A narrow window shows one of them at a time.
import { useEffect } from "react";
import { Channel, titleOf } from "../channel/Channel";
import { Thread } from "../channel/Thread";
import { Cloud } from "../cloud/index";
import { Sidebar } from "../sidebar/Sidebar";
import { Tour } from "../tour/Tour";
import { Boundary } from "../ui/Boundary";
import { Confirm } from "../ui/Confirm";
import { Toasts } from "../ui/Toasts";
import { Home } from "../views/Home";
import { Modals } from "../views/Modal";
import { channelOf, home, show, useWorld, type Pane } from "../world";
import { Header } from "./Header";
import { enter, useRegions } from "./regions";
import "./app.css";

const skips = [["messages", "Skip to the messages"], ["cloud", "Skip to the cloud"]] as const;

const panes: [Pane, string, string][] = [["channels", "#", "Channels"], ["messages", "💬", "Messages"], ["cloud", "☁", "Cloud"]];

function Panes() {
  const pane = useWorld((w) => w.pane);
  return (
    <nav className="panes" aria-label="Parts of the page">
      {panes.map(([name, mark, label]) => (
        <button key={name} type="button" data-testid={"pane-" + name} aria-current={pane === name ? "true" : undefined} onClick={() => show(name)}>
          <span aria-hidden="true">{mark}</span>{label}
        </button>
      ))}
    </nav>
  );
}

// Lost stands above all parts: what they show is old.
function Lost() {
  const lost = useWorld((w) => w.lost);
  return <p className="lost" role="status" data-testid="lost">{lost && `${lost} Trying again …`}</p>;
}

function Main() {
  const atHome = useWorld((w) => w.channel === home);
  return (
    <main data-region="messages" tabIndex={-1}>
      <Header />
      <Boundary what="This">{atHome ? <Home /> : <Channel />}</Boundary>
    </main>
  );
}

export function App() {
  const known = useWorld((w) => w.view !== null), pane = useWorld((w) => w.pane), thread = useWorld((w) => w.thread !== null);
  const title = useWorld((w) => (w.channel === home ? "Slipway" : titleOf(w, channelOf(w))));
  useRegions();
  useEffect(() => { document.title = `${title} · Slipway sandbox`; }, [title]);
  if (!known) return <p className="wait" role="status">Looking for the sandbox …</p>;
  return (
    <>
      <div className="skips">{skips.map(([to, label]) => <button key={to} type="button" onClick={() => enter(to)}>{label}</button>)}</div>
      <Lost />
      <div className={`page show-${pane}${thread ? " with-thread" : ""}`}>
        <Sidebar />
        <Main />
        {thread && <Thread />}
        <aside className="right" aria-label="The simulated cloud" data-region="cloud" tabIndex={-1}>
          <Boundary what="The cloud"><Cloud /></Boundary>
        </aside>
        <Panes />
      </div>
      <Boundary what="The window"><Modals /></Boundary>
      <Confirm />
      <Toasts />
      <Tour />
    </>
  );
}
