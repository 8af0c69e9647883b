// Which channels have something that one has not seen.
import type { Channel, Workspace } from "../types";

// Read is the ts of the newest message that was seen, by person/channel.
export type Read = Record<string, string>;

const key = (me: string, channel: Channel) => me + "/" + channel.id;
const newest = (channel: Channel) => channel.messages?.at(-1)?.ts ?? "";

// appChannel is the DM with the app, which is shown as its Messages tab.
export function appChannel({ channels, users }: Workspace): Channel | undefined {
  const bots = users.filter((u) => u.is_bot).map((u) => u.id);
  return channels.find((c) => c.is_im && c.members?.some((id) => bots.includes(id)));
}

// marked notes what is seen of a view: all of the channel that is open, or of the
// app's when no channel is, and whatever was there before one came.
export function marked(read: Read, view: Workspace, open: string): Read {
  const channel = view.channels.find((c) => c.id === open) ?? appChannel(view);
  const news = view.channels.filter((c) => {
    const seen = read[key(view.me.id, c)];
    return seen === undefined || newest(c) < seen || (c === channel && newest(c) !== seen);
  });
  if (news.length === 0) return read;
  return { ...read, ...Object.fromEntries(news.map((c) => [key(view.me.id, c), newest(c)])) };
}

export const isUnread = (read: Read, me: string, channel: Channel): boolean => newest(channel) > (read[key(me, channel)] ?? newest(channel));
