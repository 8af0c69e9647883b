// Message is one of a channel or a thread.
import { memo, useState } from "react";
import { Blocks } from "../blocks/Blocks";
import type { Attachment, File, Message as Posted } from "../types";
import { exact, time } from "../text/date";
import { emoji } from "../text/emoji";
import { Link, Mrkdwn } from "../text/Text";
import { Boundary } from "../ui/Boundary";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { Reachable, useTab } from "../ui/reach";
import { nameOf, openThread, useWorld, userOf } from "../world";
import { Tools } from "./Tools";

interface Props {
  m: Posted;
  inThread?: boolean;
  active: boolean; // it can be reached with the Tab key, with all that is in it
}

function By({ m }: { m: Posted }) {
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

const Attached = ({ of, m }: { of: Attachment; m: Posted }) => (
  <div className="attachment">
    {of.pretext && <div className="text"><Mrkdwn text={of.pretext} /></div>}
    {of.title && <strong><Mrkdwn text={of.title} /></strong>}
    {(of.text || (!of.blocks && of.fallback)) && <div className="text"><Mrkdwn text={of.text || of.fallback || ""} /></div>}
    {of.blocks && <Blocks of={of.blocks} place={{ channel: m.channel, ts: m.ts }} />}
  </div>
);

// Uploaded is a file. A picture is shown as the person sees it whom one is.
function Uploaded({ of }: { of: File }) {
  const me = useWorld((w) => w.me);
  const name = of.title || of.name || of.id;
  if (of.mimetype !== "image/png") return <div className="file">📄 <Link url={of.url_private ?? ""}>{name}</Link></div>;
  const at = `/sandbox/ui/file/${encodeURIComponent(of.id)}?user=${encodeURIComponent(me)}`;
  return (
    <figure className="uploaded">
      <figcaption><bdi>{name}</bdi></figcaption>
      <a href={at} target="_blank" rel="noreferrer"><img src={at} alt={of.alt_txt || name} loading="lazy" /></a>
    </figure>
  );
}

function Replies({ m }: { m: Posted }) {
  const n = m.replies?.length || m.reply_count || 0, tab = useTab();
  if (n === 0) return null;
  const last = m.replies?.at(-1);
  return (
    <button type="button" className="thread-link" tabIndex={tab} data-testid="open-thread" onClick={() => openThread(m.ts)}>
      {n === 1 ? "1 reply" : `${n} replies`}{last && <small> Last at {time(last.at)}</small>}
    </button>
  );
}

const long = 4000; // characters of a text that are shown at once

// Said is the text of a message without blocks. The rest of a long one is shown when
// somebody wants it, as Slack does.
function Said({ text }: { text: string }) {
  const [whole, showWhole] = useState(false);
  if (whole || text.length <= long) return <div className="text"><Mrkdwn text={text} /></div>;
  const space = text.lastIndexOf(" ", long);
  return (
    <>
      <div className="text"><Mrkdwn text={text.slice(0, space > 0 ? space : long)} /> …</div>
      <Button kind="quiet" data-testid="show-more" onClick={() => showWhole(true)}>Show more</Button>
    </>
  );
}

// Root leads from a reply that the channel got too to its thread.
function Root({ ts }: { ts: string }) {
  return <button type="button" className="thread-link small" tabIndex={useTab()} onClick={() => openThread(ts)}>replied to a thread</button>;
}

function Body({ m, inThread }: Omit<Props, "active">) {
  const [first] = useState(m); // a screen reader reads a new message, and not each edit of it
  if (m.deleted) return <div className="body"><div className="text">This message was deleted.</div>{!inThread && <Replies m={m} />}</div>;
  return (
    <div className="body" aria-live={m === first ? undefined : "off"}>
      <By m={m} />
      {m.broadcast && !inThread && m.thread_ts && <Root ts={m.thread_ts} />}
      {m.blocks?.length ? <Blocks of={m.blocks} place={{ channel: m.channel, ts: m.ts }} /> : <Said text={m.text} />}
      {m.attachments?.map((a, i) => <Attached key={i} of={a} m={m} />)}
      {m.files?.map((f) => <Uploaded key={f.id} of={f} />)}
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
    <article
      className={kind} data-testid="message" data-ts={m.ts} tabIndex={active ? 0 : -1} aria-label={`${nameOf(u) || m.user}, ${time(m.at)}`}
      onPointerEnter={() => setPointed(true)}
    >
      {m.deleted ? <span /> : <Avatar of={u} name={nameOf(u) || m.user} />}
      <Reachable value={active}>
        <Boundary what="This message"><Body m={m} inThread={inThread} /></Boundary>
        {!m.deleted && (active || pointed) && <Tools m={m} inThread={inThread} />}
      </Reachable>
    </article>
  );
});
