// Header is the line above the messages: where one is, and what the page can do.
import { useState, useSyncExternalStore } from "react";
import { titleOf } from "../channel/Channel";
import { useCloud } from "../cloud/store";
import { appChannel } from "../sidebar/unread";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { channelOf, goto, home, show, startTour, useWorld } from "../world";
import { Keys } from "./Keys";
import { isDark, turn, watchTheme } from "./theme";

function Help() {
  const [keys, showKeys] = useState(false);
  return (
    <>
      <Menu label="Help" placement="bottom-end" testid="help" items={[
        { key: "tour", label: "Show me around", testid: "tour-again", onChoose: () => startTour(useCloud.getState().cloud?.targets ?? []) },
        { key: "keys", label: "Keys", testid: "keys", onChoose: () => showKeys(true) },
      ]}>?</Menu>
      {keys && <Keys onClose={() => showKeys(false)} />}
    </>
  );
}

function Theme() {
  const dark = useSyncExternalStore(watchTheme, isDark);
  return <Button kind="icon" data-testid="theme" aria-label={dark ? "Use light colours" : "Use dark colours"} onClick={turn}>{dark ? "☀" : "☾"}</Button>;
}

function Tabs({ app }: { app?: string }) {
  const at = useWorld((w) => w.channel);
  return (
    <div className="tabs" role="group" aria-label="Slipway">
      <button type="button" data-testid="tab-home" aria-current={at === home ? "page" : undefined} onClick={() => goto(home)}>Home</button>
      <button type="button" data-testid="tab-messages" disabled={!app} aria-current={at === app ? "page" : undefined} onClick={() => app && goto(app)}>
        Messages
      </button>
    </div>
  );
}

// Me is who one is, for windows that do not show the sidebar.
function Me() {
  const name = useWorld((w) => w.info?.users.find((u) => u.id === w.me)?.name ?? "");
  return (
    <button type="button" className="me" aria-label={`You are ${name}. Be somebody else`} data-testid="me" onClick={() => show("channels")}>
      <Avatar name={name} />
    </button>
  );
}

export function Header() {
  const view = useWorld((w) => w.view), channel = useWorld((w) => channelOf(w));
  const title = useWorld((w) => titleOf(w, channel)), at = useWorld((w) => w.channel);
  const app = view ? appChannel(view) : undefined;
  const inApp = at === home || (app && at === app.id);
  return (
    <header className="title">
      <h1>{inApp ? "Slipway" : channel ? (channel.is_im ? title : "# " + title) : ""}</h1>
      {inApp ? <Tabs app={app?.id} /> : (
        <span className="topic" title={channel?.topic}><bdi>{channel?.is_archived ? "Archived. " : ""}{channel?.topic}</bdi></span>
      )}
      <span className="ends"><Theme /><Help /><Me /></span>
    </header>
  );
}
