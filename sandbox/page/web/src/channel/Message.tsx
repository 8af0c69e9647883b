// Message is one of a channel or a thread.
import { memo, useState } from "react";
import { Blocks } from "../blocks/Blocks";
import type { Attachment, Message as Said } from "../types";
import { exact, time } from "../text/date";
import { emoji } from "../text/emoji";
import { Link, Mrkdwn } from "../text/Text";
import { Boundary } from "../ui/Boundary";
import { Avatar } from "../ui/Avatar";
import { nameOf, openThread, useWorld, userOf } from "../world";
import { Tools } from "./Tools";

interface Props {
  m: Said;
  inThread?: boolean;
  active: boolean; // its tools can be reached with the Tab key
}

function By({ m }: { m: Said }) {
  const u = useWorld((w) => userOf(w, m.user));
  return (
    <div className="by">
      <strong><bdi>{nameOf(u) || m.user}</bdi></strong>
      {u?.is_bot && <span className="tag">APP</span>}
      <time dateTime={new Date(m.at * 1000).toISOString()} title={exact(m.at)}>{time(m.at)}</time>
      {m.ephemeral && <span className="only"><span aria-hidden="true">👁 </span>Only visible to you</span>}
    </div>
  );
}

const Attached = ({ of, m }: { of: Attachment; m: Said }) => (
  <div className="attachment">
    {of.pretext && <div className="text"><Mrkdwn text={of.pretext} /></div>}
    {of.title && <strong><Mrkdwn text={of.title} /></strong>}
    {(of.text || (!of.blocks && of.fallback)) && <div className="text"><Mrkdwn text={of.text || of.fallback || ""} /></div>}
    {of.blocks && <Blocks of={of.blocks} place={{ channel: m.channel, ts: m.ts }} />}
  </div>
);

function Replies({ m }: { m: Said }) {
  const n = m.replies?.length || m.reply_count || 0;
  if (n === 0) return null;
  const last = m.replies?.at(-1);
  return (
    <button type="button" className="thread-link" data-testid="open-thread" onClick={() => openThread(m.ts)}>
      {n === 1 ? "1 reply" : `${n} replies`}{last && <small> Last at {time(last.at)}</small>}
    </button>
  );
}

function Body({ m, inThread }: Omit<Props, "active">) {
  if (m.deleted) return <div className="body"><div className="text">This message was deleted.</div>{!inThread && <Replies m={m} />}</div>;
  return (
    <div className="body" aria-live={m.edited ? "off" : undefined}>
      <By m={m} />
      {m.broadcast && !inThread && m.thread_ts && <button type="button" className="thread-link small" onClick={() => openThread(m.thread_ts!)}>replied to a thread</button>}
      {m.blocks?.length ? <Blocks of={m.blocks} place={{ channel: m.channel, ts: m.ts }} /> : <div className="text"><Mrkdwn text={m.text} /></div>}
      {m.attachments?.map((a, i) => <Attached key={i} of={a} m={m} />)}
      {m.files?.map((f) => <div key={f.id} className="file">📄 <Link url={f.url_private ?? ""}>{f.title || f.name || f.id}</Link></div>)}
      {m.edited && <span className="edited">(edited)</span>}
      {m.reactions && m.reactions.length > 0 && (
        <div className="reactions">{m.reactions.map((r) => <span key={r.name} title={`:${r.name}:`}>{emoji(r.name)} {r.count ?? r.users.length}</span>)}</div>
      )}
      {!inThread && <Replies m={m} />}
    </div>
  );
}

export const Message = memo(function Message({ m, inThread, active }: Props) {
  const u = useWorld((w) => userOf(w, m.user));
  const [pointed, setPointed] = useState(false); // its tools are made when somebody needs them
  const kind = ["message", m.ephemeral && "ephemeral", m.deleted && "deleted"].filter(Boolean).join(" ");
  return (
    <article className={kind} data-testid="message" data-ts={m.ts} tabIndex={active ? 0 : -1} onPointerEnter={() => setPointed(true)} aria-label={`${nameOf(u) || m.user}, ${time(m.at)}`}>
      {m.deleted ? <span /> : <Avatar of={u} name={nameOf(u) || m.user} />}
      <Boundary what="This message"><Body m={m} inThread={inThread} /></Boundary>
      {!m.deleted && (active || pointed) && <Tools m={m} inThread={inThread} active={active} />}
    </article>
  );
});
