// What the sandbox answers.
import type { Block, View } from "./kit";

export interface Info {
  url: string;
  team_id: string;
  users: Player[];
  channels: { id: string; name: string; service: string }[];
  commits: Commit[];
}

// Player is somebody that one can be; may says what they are allowed to do.
export interface Player {
  id: string;
  name: string;
  role: string;
  may?: string;
}

export interface Commit {
  service: string;
  sha: string;
  subject: string;
  author: string;
  behaviour: string;
}

export interface User {
  id: string;
  name: string;
  real_name?: string;
  display_name?: string;
  is_bot?: boolean;
  deleted?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
}

export interface Message {
  channel: string;
  ts: string;
  at: number; // when it was posted by the simulated clock, Unix seconds
  thread_ts?: string;
  user: string;
  text: string;
  blocks?: Block[] | null;
  attachments?: Attachment[] | null;
  ephemeral?: boolean;
  edited?: boolean;
  deleted?: boolean;
  broadcast?: boolean;
  reply_count?: number;
  replies?: Message[] | null;
  files?: File[] | null;
  reactions?: { name: string; users: string[]; count?: number }[] | null;
}

export interface File {
  id: string;
  title?: string;
  name?: string;
  alt_txt?: string;
  mimetype?: string;
  url_private?: string;
}

export interface Attachment {
  color?: string;
  pretext?: string;
  title?: string;
  text?: string;
  fallback?: string;
  blocks?: Block[];
}

export interface Channel {
  id: string;
  name: string;
  topic?: string;
  is_im?: boolean;
  is_archived?: boolean;
  is_private?: boolean;
  members?: string[] | null;
  messages: Message[] | null;
}

export interface Shortcut {
  callback_id: string;
  name: string;
  kind: "message" | "global";
}

// Workspace is what one person sees.
export interface Workspace {
  version: number;
  team: string;
  me: User;
  users: User[];
  channels: Channel[];
  home?: View | null;
  modals?: View[] | null;
  shortcuts?: Shortcut[] | null;
}
