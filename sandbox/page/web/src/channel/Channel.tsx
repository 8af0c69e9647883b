// Channel is what was said in a channel, and where one says something.
import { useState } from "react";
import { channelOf, nameOf, useWorld, userOf, type World } from "../world";
import type { Channel as Room } from "../types";
import { Composer } from "./Composer";
import { Messages } from "./Messages";
import "./channel.css";
import "./composer.css";

// titleOf is a channel as it is called in the sidebar: a DM has the other's name.
export function titleOf(w: World, c?: Room): string {
  if (!c) return "";
  if (!c.is_im) return c.name;
  const other = c.members?.find((id) => id !== w.me) ?? "";
  return nameOf(userOf(w, other)) || c.name;
}

export function Channel() {
  const channel = useWorld((w) => channelOf(w)), me = useWorld((w) => w.me);
  const name = useWorld((w) => (channel?.is_im ? "" : "#") + titleOf(w, channel));
  const [sent, setSent] = useState(0);
  if (!channel) return null;
  return (
    <>
      <Messages key={me + channel.id} label={"Messages in " + name} of={channel.messages ?? []} sent={sent}
        empty={`This is the very beginning of ${name}.`} />
      <Composer
        key={channel.id} place={channel.id} placeholder={channel.is_archived ? "This channel is archived" : "Message " + name} testid="composer"
        disabled={channel.is_archived} onSent={() => setSent(sent + 1)}
      />
    </>
  );
}
