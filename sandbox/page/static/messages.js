// Messages: those of the channel, and those of the open thread.
import { $, h, keyed } from "./dom.js";
import { channel, user, world } from "./world.js";
import { blocks } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { day, time } from "./text.js";

const hue = (id) => [...id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7);

export function avatar(u) {
  if (u?.is_bot) return h("img", { class: "avatar", src: "icon.svg", alt: "" });
  const name = u?.display_name || u?.name || "?";
  return h("span", { class: "avatar", "aria-hidden": "true", style: { "--hue": hue(name) } }, name.charAt(0).toUpperCase());
}

function thread(m) {
  if (!m.reply_count && !m.replies?.length) return null;
  const n = m.replies?.length ?? m.reply_count;
  return h("button", { type: "button", class: "thread-link", "data-thread": m.ts }, n === 1 ? "1 reply" : `${n} replies`);
}

// message is one of them: {m, pending}. pending is there so that it is shown anew
// when one of its buttons is pressed.
function message({ m }) {
  const u = user(m.user);
  const name = u?.display_name || u?.name || m.user;
  if (m.deleted) return h("article", { class: "message deleted", "data-testid": "message", "data-ts": m.ts },
    h("div", null), h("div", { class: "body" }, h("div", null, "This message was deleted."), thread(m)));
  return h("article", { class: m.ephemeral ? "message ephemeral" : "message", "data-testid": "message", "data-ts": m.ts },
    avatar(u),
    h("div", { class: "body" },
      h("div", { class: "by" },
        h("strong", null, name), u?.is_bot && h("span", { class: "tag" }, "APP"),
        h("time", { datetime: new Date(m.ts * 1000).toISOString() }, time(m.ts)),
        m.ephemeral && h("span", { class: "only" }, "Only visible to you")),
      m.blocks?.length ? blocks(m.blocks, { channel: m.channel, ts: m.ts }) : h("div", { class: "line" }, mrkdwn(m.text)),
      m.edited && h("span", { class: "edited" }, "(edited)"),
      thread(m)),
    h("div", { class: "tools" }, !m.ephemeral && !m.thread_ts
      && h("button", { type: "button", "data-thread": m.ts, "aria-label": "Reply in a thread" }, "Reply")));
}

function items(list) {
  const out = [];
  let last = "";
  for (const m of list) {
    const d = day(m.ts);
    if (d !== last) out.push({ key: "day " + d, value: { day: d } });
    last = d;
    const pending = [...world.pending].filter((p) => p.startsWith(`${m.channel}/${m.ts}/`));
    const { replies, ...own } = m; // replies are shown elsewhere
    out.push({ key: m.ts, value: { m: { ...own, replies: replies?.map(() => 0) }, pending } });
  }
  return out;
}

const one = (value) => (value.day ? h("div", { class: "day", role: "separator" }, h("span", null, value.day)) : message(value));

const away = new Set(); // boxes that somebody has scrolled back

const toEnd = (box) => { box.scrollTop = box.scrollHeight; };

const begun = new WeakSet(); // long answers that were shown from their beginning

// toNewest shows the newest message. An answer that is longer than the box is shown
// from its beginning, once: that is where one starts to read.
function toNewest(box) {
  const last = box.lastElementChild;
  if (!last?.classList.contains("ephemeral") || last.offsetHeight <= box.clientHeight || begun.has(last)) return toEnd(box);
  begun.add(last);
  away.add(box);
  box.scrollTop = last.offsetTop - box.offsetTop;
}

// follow keeps a scrolling box at its end, unless somebody has scrolled back.
function follow(box) {
  box.addEventListener("scroll", () => {
    if (box.scrollHeight - box.scrollTop - box.clientHeight > 60) away.add(box);
    else away.delete(box);
    if (box === $("messages") && !away.has(box)) $("newer").hidden = true;
  });
  new ResizeObserver(() => { if (!away.has(box)) toNewest(box); }).observe(box);
}

follow($("messages"));
follow($("replies"));
$("newer").addEventListener("click", () => toEnd($("messages")));

// comeBack follows a box again: who writes wants to see the answer.
export function comeBack(box) {
  away.delete(box);
  toEnd(box);
}

// show fills a scrolling box.
function show(box, list, anew) {
  if (anew) away.delete(box);
  keyed(box, items(list), one);
  if (!away.has(box)) toNewest(box);
}

let shown = {};

// showMessages shows the channel and the thread that are chosen.
export function showMessages() {
  const c = channel();
  const messages = c?.messages ?? [];
  const where = world.me + world.channel;
  if (shown.where !== where) $("messages").replaceChildren();
  const unseen = away.has($("messages")) && messages.length > (shown.count ?? 0);
  show($("messages"), messages, shown.where !== where);
  $("newer").hidden = !away.has($("messages")) || (!unseen && $("newer").hidden);
  const root = messages.find((m) => m.ts === world.thread);
  if (!root) world.thread = null;
  $("thread").hidden = !root;
  if (root) show($("replies"), [{ ...root, replies: undefined, reply_count: 0 }, ...(root.replies ?? [])], shown.thread !== root.ts);
  else $("replies").replaceChildren();
  shown = { where, count: messages.length, thread: root?.ts };
}
