import { expect, test } from "vitest";
import type { Channel, Workspace } from "../types";
import { isUnread, marked } from "./unread";

const message = (ts: string) => ({ channel: "", ts, at: 1, user: "U1", text: "Hello" });
const channel = (id: string, ...ts: string[]): Channel => ({ id, name: id, messages: ts.map(message) });
const view = (me: string, ...channels: Channel[]): Workspace =>
  ({ version: 1, team: "", me: { id: me, name: me }, users: [{ id: "B1", name: "slipway", is_bot: true }], channels });

test("what was there before one came is seen, and so is what comes into an open channel", () => {
  const read = marked({}, view("U1", channel("C1", "1"), channel("C2", "1")), "C1");
  const [one, two] = [channel("C1", "1", "2"), channel("C2", "1", "2")];
  const later = marked(read, view("U1", one, two), "C1");
  expect(isUnread(later, "U1", one)).toBe(false);
  expect(isUnread(later, "U1", two)).toBe(true);
  expect(isUnread(marked(later, view("U1", one, two), "C2"), "U1", two)).toBe(false);
});

test("each person has seen something else", () => {
  const c = channel("C2", "1"), news = channel("C2", "1", "2");
  const read = marked(marked({}, view("U1", c), "C1"), view("U2", c), "C1");
  expect(isUnread(marked(read, view("U2", news), "C2"), "U1", news)).toBe(true);
});

test("the Home tab is where the app's messages are seen", () => {
  const dm = (...ts: string[]) => ({ ...channel("D1", ...ts), is_im: true, members: ["U1", "B1"] });
  const read = marked({}, view("U1", dm("1")), "home");
  expect(isUnread(marked(read, view("U1", dm("1", "2")), "home"), "U1", dm("1", "2"))).toBe(false);
});
