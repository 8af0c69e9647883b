// The left side: the workspace, its channels, the app, and who one is.
import type { ReactNode } from "react";
import { titleOf } from "../channel/Channel";
import type { Channel } from "../types";
import { goto, home, useWorld } from "../world";
import { Avatar } from "../ui/Avatar";
import { People } from "./People";
import { appChannel, isUnread } from "./unread";
import "./sidebar.css";

interface EntryProps {
  id: string;
  mark: ReactNode;
  name: string;
  testid: string;
  open: boolean;
  unread: boolean;
}

function Entry({ id, mark, name, testid, open, unread }: EntryProps) {
  return (
    <li>
      <button type="button" className={unread ? "channel unread" : "channel"} data-testid={testid} aria-current={open ? "page" : undefined} onClick={() => goto(id)}>
        {mark}<span className="channel-name"><bdi>{name}</bdi></span>
        {unread && <span className="dot" role="img" aria-label="unread" />}
      </button>
    </li>
  );
}

function Room({ c }: { c: Channel }) {
  const open = useWorld((w) => w.channel === c.id), name = useWorld((w) => titleOf(w, c));
  const unread = useWorld((w) => isUnread(w.read, w.me, c));
  const mark = c.is_im ? <Avatar name={name} /> : <span className="hash" aria-hidden="true">{c.is_private ? "🔒" : "#"}</span>;
  return <Entry id={c.id} mark={mark} name={name} testid={"channel-" + name} open={open} unread={unread} />;
}

export function Sidebar() {
  const view = useWorld((w) => w.view), at = useWorld((w) => w.channel);
  const channels = view?.channels ?? [];
  const app = view ? appChannel(view) : undefined;
  const news = useWorld((w) => !!app && isUnread(w.read, w.me, app));
  const direct = channels.filter((c) => c.is_im && c !== app);
  const inApp = at === home || at === app?.id;
  return (
    <nav className="sidebar" aria-label="Workspace" data-region="channels" tabIndex={-1}>
      <div className="team"><strong><bdi>{view?.team ?? "Slipway"}</bdi></strong><small>sandbox</small></div>
      <div className="rooms">
        <h2>Channels</h2>
        <ul>{channels.filter((c) => !c.is_im).map((c) => <Room key={c.id} c={c} />)}</ul>
        {direct.length > 0 && <><h2>Direct messages</h2><ul>{direct.map((c) => <Room key={c.id} c={c} />)}</ul></>}
        <h2>Apps</h2>
        <ul>
          <Entry id={home} mark={<img className="avatar" src="icon.svg" alt="" />} name="Slipway" testid="app-home" open={inApp} unread={news} />
        </ul>
      </div>
      <People />
    </nav>
  );
}
