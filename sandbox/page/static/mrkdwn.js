// Slack's mrkdwn, and the little of Markdown that a markdown block needs, as DOM.
import { h } from "./dom.js";
import { channel, user } from "./world.js";
import { date, emoji, link } from "./text.js";

export const mention = (id, label) => h("span", { class: "mention" }, "@" + (user(id)?.display_name ?? label ?? id));
export const room = (id, label) => h("span", { class: "mention" }, "#" + (channel(id)?.name ?? label ?? id));

const unescape = (s) => s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

const marks = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])|:([a-z0-9_+-]+):/gu;

// each cuts a text at the matches of a pattern, and shows what is between as it is.
function each(text, pattern, show) {
  const out = [];
  let at = 0;
  for (const m of text.matchAll(pattern)) {
    if (m.index > at) out.push(unescape(text.slice(at, m.index)));
    out.push(show(m));
    at = m.index + m[0].length;
  }
  if (at < text.length) out.push(unescape(text.slice(at)));
  return out;
}

function inline(text) {
  return each(text, marks, ([all, fence, code, special, bold, italic, strike, name]) => {
    if (fence !== undefined) return h("pre", null, unescape(fence.replace(/^\n/, "")));
    if (code !== undefined) return h("code", null, unescape(code));
    if (special !== undefined) return angled(special);
    if (bold !== undefined) return h("strong", null, inline(bold));
    if (italic !== undefined) return h("em", null, inline(italic));
    if (strike !== undefined) return h("s", null, inline(strike));
    return name === undefined ? all : emoji(name);
  });
}

// angled is what stands in angle brackets: a mention, a date or a link.
function angled(body) {
  const cut = body.indexOf("|");
  const target = cut < 0 ? body : body.slice(0, cut);
  const label = cut < 0 ? undefined : body.slice(cut + 1);
  const plain = label === undefined ? undefined : unescape(label);
  if (target.startsWith("@")) return mention(target.slice(1), plain);
  if (target.startsWith("#")) return room(target.slice(1), plain);
  if (target.startsWith("!date^")) {
    const [, seconds, format] = target.split("^");
    return date(Number(seconds), unescape(format ?? "{date}"), plain);
  }
  if (target.startsWith("!")) return h("span", { class: "mention" }, plain ?? "@" + target.slice(1));
  return link(unescape(target), label === undefined ? [] : inline(label));
}

const apart = /(```[\s\S]+?```|(?:^|(?<=\n))(?:&gt;|>).*(?:\n(?:&gt;|>).*)*\n?)/;

// mrkdwn is text in Slack's markup, as nodes.
export function mrkdwn(text) {
  return text.split(apart).filter(Boolean).flatMap((part) =>
    /^(&gt;|>)/.test(part) ? h("blockquote", null, inline(part.trimEnd().replace(/^(&gt;|>) ?/gm, ""))) : inline(part));
}

// words is a text object of either kind.
export function words(t) {
  if (!t) return [];
  if (t.type === "mrkdwn") return mrkdwn(t.text);
  return [t.emoji === false ? t.text : t.text.replace(/:([a-z0-9_+-]+):/g, (all, name) => emoji(name))];
}

const spans = /`([^`\n]+)`|\*\*(.+?)\*\*|\*(?=\S)([^*\n]+?)\*|\[([^\]\n]+)\]\(([^)\s]+)\)/g;

function span(text) {
  return each(text, spans, ([, code, bold, italic, label, address]) => {
    if (code !== undefined) return h("code", null, code);
    if (bold !== undefined) return h("strong", null, span(bold));
    if (italic !== undefined) return h("em", null, span(italic));
    return link(address, label);
  });
}

// markdown is a block of Markdown: headings, lists and lines.
export function markdown(text) {
  return text.split("\n").map((line) => {
    const heading = line.match(/^#{1,6} +(.*)/);
    const item = line.match(/^ *[-*] +(.*)/);
    if (heading) return h("strong", { class: "line" }, span(heading[1]));
    return h("div", { class: item ? "line item" : "line" }, span(item ? item[1] : line));
  });
}
