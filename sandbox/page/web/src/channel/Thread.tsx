import { useMemo, useState } from "react";
import { Button } from "../ui/Button";
import { channelOf, openThread, useWorld } from "../world";
import { titleOf } from "./Channel";
import { Composer } from "./Composer";
import { Messages } from "./Messages";

// Thread is the side panel with the replies to a message.
export function Thread() {
  const channel = useWorld((w) => channelOf(w)), ts = useWorld((w) => w.thread), me = useWorld((w) => w.me);
  const name = useWorld((w) => titleOf(w, channel));
  const [sent, setSent] = useState(0);
  const root = channel?.messages?.find((m) => m.ts === ts);
  const all = useMemo(() => (root ? [root, ...(root.replies ?? [])] : []), [root]);
  if (!root || !channel) return null;
  return (
    <aside className="thread" aria-label="Thread" data-region="thread" data-testid="thread" tabIndex={-1}
      onKeyDown={(e) => { if (e.key === "Escape" && !e.defaultPrevented) openThread(null); }}>
      <header><h2>Thread <small>{channel.is_im ? name : "#" + name}</small></h2>
        <Button kind="icon" aria-label="Close the thread" data-testid="close-thread" onClick={() => openThread(null)}>✕</Button></header>
      <Messages key={me + root.ts} label="Replies" of={all} inThread sent={sent} />
      <Composer
        key={root.ts} place={root.ts} thread={root.ts} placeholder="Reply …" testid="thread-composer" disabled={channel.is_archived}
        onSent={() => setSent(sent + 1)}
      />
    </aside>
  );
}
