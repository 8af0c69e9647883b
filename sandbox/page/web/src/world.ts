// What the page knows, and what one can do on it.
import { create } from "zustand";
import { call, reason } from "./api";
import type { Confirm } from "./kit";
import { recall, remember } from "./memory";
import type { Channel, Info, User, Workspace } from "./types";

// home is the place of the app's Home tab, beside the ids of channels.
export const home = "home";

// Pane is what a narrow window shows.
export type Pane = "channels" | "messages" | "cloud";

export interface World {
  info: Info | null;
  view: Workspace | null; // what the chosen person sees
  me: string; // user id
  channel: string; // a channel's id, or home
  thread: string | null; // ts of the open thread's first message
  pane: Pane;
  lost: boolean; // the sandbox does not answer
  drafts: Record<string, string>; // what is being typed, by place
  pending: ReadonlySet<string>; // elements that were used a moment ago
  toasts: { id: number; text: string }[];
  question: { confirm: Confirm; answer: (yes: boolean) => void } | null;
  tour: boolean;
}

export const useWorld = create<World>(() => ({
  info: null, view: null, me: "", channel: "", thread: null, pane: "messages", lost: false,
  drafts: {}, pending: new Set(), toasts: [], question: null, tour: false,
}));

const set = useWorld.setState;
const get = useWorld.getState;

// userOf, channelOf and serviceOf look something up in what is known.
export const userOf = (w: World, id: string): User | undefined => w.view?.users.find((u) => u.id === id);
export const channelOf = (w: World, id = w.channel): Channel | undefined => w.view?.channels.find((c) => c.id === id);
export const serviceOf = (w: World): string => w.info?.channels.find((c) => c.id === w.channel)?.service ?? "";

export const nameOf = (u?: User): string => u?.display_name || u?.real_name || u?.name || "";

// draft is what is being typed somewhere: in a channel, or in a thread.
export const draft = (key: string, text: string): void => set((w) => ({ drafts: { ...w.drafts, [key]: text } }));

// type puts a text into the composer of the channel that is open.
export function type(text: string): void {
  if (get().channel === home) goto(firstChannel());
  draft(get().channel, text);
  set({ pane: "messages" });
  focusComposer();
}

const focusComposer = () =>
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=composer]")?.focus());

// send says something, or types a command, as the chosen person. It tells whether
// that was taken; what went wrong is shown as a toast.
export async function send(text: string, channel = get().channel, thread = ""): Promise<boolean> {
  try {
    await call("POST", "ui/send", { user: get().me, channel: channel === home ? firstChannel() : channel, thread_ts: thread, text });
    return true;
  } catch (e) {
    toast(reason(e));
    return false;
  }
}

const firstChannel = (): string => get().info?.channels[0]?.id ?? "";

// become makes one somebody else.
export function become(user: string): void {
  set({ me: user, thread: null });
  keepPlace();
}

// goto opens a channel, or the app's Home tab.
export function goto(channel: string): void {
  set({ channel, thread: null, pane: "messages" });
  keepPlace();
}

export const openThread = (ts: string | null): void => set({ thread: ts });
export const show = (pane: Pane): void => set({ pane });

const keepPlace = (): void => remember("where", { me: get().me, channel: get().channel });

let toasts = 0;

// toast tells a person something for a few seconds.
export function toast(text: string): void {
  const id = ++toasts;
  set((w) => ({ toasts: [...w.toasts.filter((t) => t.text !== text).slice(-2), { id, text }] }));
  setTimeout(() => dismiss(id), 6000);
}

export const dismiss = (id: number): void => set((w) => ({ toasts: w.toasts.filter((t) => t.id !== id) }));

// ask shows a confirm object; it resolves to whether the answer was yes.
export function ask(confirm: Confirm): Promise<boolean> {
  get().question?.answer(false);
  return new Promise((done) => {
    set({
      question: {
        confirm,
        answer: (yes) => {
          set({ question: null });
          done(yes);
        },
      },
    });
  });
}

// begin fills the world once it is known who and what there is.
export function begin(info: Info): void {
  const first = info.commits.find((c) => c.sha.startsWith("abc123"));
  const start = info.channels.find((c) => c.service !== "" && c.service === first?.service)?.id ?? info.channels[0]?.id ?? "";
  const before = recall<{ me?: string; channel?: string }>("where") ?? {};
  const known = (id?: string) => id === home || info.channels.some((c) => c.id === id);
  set({
    info,
    me: info.users.some((u) => u.id === before.me) ? before.me! : (info.users[0]?.id ?? ""),
    channel: known(before.channel) ? before.channel! : start,
    drafts: first ? { [start]: "/deploy staging abc123" } : {},
    tour: !recall<boolean>("toured"),
  });
}

// endTour closes the tour; it does not come back by itself.
export function endTour(): void {
  set({ tour: false });
  remember("toured", true);
  focusComposer();
}
