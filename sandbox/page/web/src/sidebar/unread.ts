// Which channels have something that one has not seen.
import type { Channel } from "../types";

const read = new Map<string, string>(); // person/channel → ts of the newest message that was seen

// isUnread compares with what was seen; an open channel is seen, and so is what was
// there before one came.
export function isUnread(me: string, channel: Channel, open: boolean): boolean {
  const key = me + "/" + channel.id;
  const newest = channel.messages?.at(-1)?.ts ?? "";
  const seen = read.get(key);
  if (open || seen === undefined || newest < seen) read.set(key, newest);
  return newest > (read.get(key) ?? "");
}
