// What the page knows, and what one can do on it.
import { create } from "zustand";
import { call, reason } from "./api";
import type { Confirm } from "./kit";
import { recall, remember } from "./memory";
import { share } from "./share";
import { opening } from "./opening";
import { marked, type Read } from "./sidebar/unread";
import type { Target } from "./cloud/types";
import type { Channel, Info, User, Workspace } from "./types";

// home is the place of the app's Home tab, beside the ids of channels.
export const home = "home";

// Pane is what a narrow window shows.
export type Pane = "channels" | "messages" | "cloud";

export interface World {
  info: Info | null;
  view: Workspace | null; // what one sees
  me: string; // id of whose view that is, who does what one does here
  wanted: string; // id of who one wants to be: me, once their view has come
  channel: string; // a channel's id, or home
  thread: string | null; // ts of the open thread's first message
  pane: Pane;
  lost: string; // why there is nothing new: the sandbox does not answer, or refuses
  read: Read; // what was seen of each channel
  drafts: Record<string, string>; // what is being typed, by place
  pending: ReadonlySet<string>; // elements that were used a moment ago
  toasts: { id: number; text: string }[];
  question: { confirm: Confirm; answer: (yes: boolean) => void } | null;
  tour: boolean;
}

export const useWorld = create<World>(() => ({
  info: null, view: null, me: "", wanted: "", channel: "", thread: null, pane: "messages", lost: "", read: {},
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

// become makes one somebody else, as soon as it is known what they see: nothing is
// pressed in one person's view and done as another.
export const become = (user: string): void => set({ wanted: user, thread: null });

// take is the news of what a person sees.
export function take(fresh: Workspace): void {
  set((w) => {
    const view = share(w.view, fresh), me = view.me.id;
    const there = w.channel === home || view.channels.some((c) => c.id === w.channel);
    const channel = there ? w.channel : (view.channels[0]?.id ?? home);
    return { view, me, channel, lost: "", read: marked(w.read, view, channel) };
  });
  keepPlace();
}

// goto opens a channel, or the app's Home tab.
export function goto(channel: string): void {
  set((w) => ({ channel, thread: null, pane: "messages", read: w.view ? marked(w.read, w.view, channel) : w.read }));
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
export function begin(info: Info, targets: Target[]): void {
  const start = opening(info, targets);
  const before = recall<{ me?: string; channel?: string }>("where") ?? {};
  const known = (id?: string) => id === home || info.channels.some((c) => c.id === id);
  const me = info.users.some((u) => u.id === before.me) ? before.me! : (info.users[0]?.id ?? "");
  set({
    info, me, wanted: me,
    channel: known(before.channel) ? before.channel! : start.channel,
    drafts: { [start.channel]: start.command },
    tour: !recall<boolean>("toured"),
  });
}

// startTour shows one around from where everybody begins.
export function startTour(targets: Target[]): void {
  const { info, drafts } = get();
  if (!info) return;
  const start = opening(info, targets);
  goto(start.channel);
  if (!drafts[start.channel]) draft(start.channel, start.command);
  set({ tour: true });
}

// endTour closes the tour; it does not come back by itself.
export function endTour(): void {
  set({ tour: false });
  remember("toured", true);
  focusComposer();
}
