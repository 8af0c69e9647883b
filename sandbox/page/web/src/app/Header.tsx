// Header is the line above the messages: where one is, and what the page can do.
import { useState } from "react";
import { titleOf } from "../channel/Channel";
import { appChannel } from "../sidebar/Sidebar";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { ask, channelOf, goto, home, show, useWorld } from "../world";
import { isDark, setTheme } from "./theme";

const plain = (text: string) => ({ type: "plain_text" as const, text });

const keys = "Enter sends, Shift+Enter is a new line. ↑ in an empty box brings back what you sent. Tab completes a command. " +
  "F6 goes from region to region, the arrow keys from message to message. Esc closes what is open.";

function Help() {
  return (
    <Menu label="Help" placement="bottom-end" testid="help" items={[
      { key: "tour", label: "Show me around", testid: "tour-again", onChoose: () => useWorld.setState({ tour: true }) },
      { key: "keys", label: "Keys", testid: "keys", onChoose: () => void ask({ title: plain("Keys"), text: plain(keys), confirm: plain("Good"), deny: plain("Close") }) },
    ]}>?</Menu>
  );
}

function Theme() {
  const [dark, setDark] = useState(isDark);
  const turn = () => {
    setTheme(dark ? "light" : "dark");
    setDark(!dark);
  };
  return <Button kind="icon" data-testid="theme" aria-label={dark ? "Use light colours" : "Use dark colours"} onClick={turn}>{dark ? "☀" : "☾"}</Button>;
}

function Tabs({ app }: { app?: string }) {
  const at = useWorld((w) => w.channel);
  return (
    <div className="tabs" role="group" aria-label="Slipway">
      <button type="button" data-testid="tab-home" aria-current={at === home ? "page" : undefined} onClick={() => goto(home)}>Home</button>
      <button type="button" data-testid="tab-messages" disabled={!app} aria-current={at === app ? "page" : undefined} onClick={() => app && goto(app)}>Messages</button>
    </div>
  );
}

// Me is who one is, for windows that do not show the sidebar.
function Me() {
  const name = useWorld((w) => w.info?.users.find((u) => u.id === w.me)?.name ?? "");
  return <button type="button" className="me" aria-label={`You are ${name}. Be somebody else`} data-testid="me" onClick={() => show("channels")}><Avatar name={name} /></button>;
}

export function Header() {
  const view = useWorld((w) => w.view), channel = useWorld((w) => channelOf(w));
  const title = useWorld((w) => titleOf(w, channel)), at = useWorld((w) => w.channel);
  const app = appChannel(view?.channels ?? [], view?.users.filter((u) => u.is_bot).map((u) => u.id) ?? []);
  const inApp = at === home || (app && at === app.id);
  return (
    <header className="title">
      <h1>{inApp ? "Slipway" : channel ? (channel.is_im ? title : "# " + title) : ""}</h1>
      {inApp ? <Tabs app={app?.id} /> : <span className="topic" title={channel?.topic}><bdi>{channel?.is_archived ? "Archived. " : ""}{channel?.topic}</bdi></span>}
      <span className="ends"><Theme /><Help /><Me /></span>
    </header>
  );
}
