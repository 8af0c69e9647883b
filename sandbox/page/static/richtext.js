// Rich text: what Slack reads no markup in.
import { h } from "./dom.js";
import { date, emoji, link } from "./text.js";
import { mention, room } from "./mrkdwn.js";

const inlines = {
  text: (e) => e.text,
  link: (e) => link(e.url, e.text || e.url),
  emoji: (e) => emoji(e.name, e.unicode),
  user: (e) => mention(e.user_id),
  usergroup: (e) => h("span", { class: "mention" }, "@" + e.usergroup_id),
  channel: (e) => room(e.channel_id),
  team: (e) => e.team_id,
  broadcast: (e) => h("span", { class: "mention" }, "@" + e.range),
  color: (e) => e.value,
  date: (e) => (e.url ? link(e.url, date(e.timestamp, e.format, e.fallback)) : date(e.timestamp, e.format, e.fallback)),
};

const styles = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["highlight", "mark"]];

function inline(e) {
  let node = inlines[e.type]?.(e) ?? "";
  for (const [name, tag] of styles) if (e.style?.[name]) node = h(tag, null, node);
  return node;
}

const line = (part) => part.elements.map(inline);

const parts = {
  rich_text_section: (p) => h("div", { class: "line" }, line(p)),
  rich_text_preformatted: (p) => h("pre", null, line(p)),
  rich_text_quote: (p) => h("blockquote", null, line(p)),
  rich_text_list: (p) =>
    h(p.style === "ordered" ? "ol" : "ul", { class: "indent-" + (p.indent ?? 0), start: p.offset ? p.offset + 1 : null },
      p.elements.map((item) => h("li", null, line(item)))),
};

// richText is a rich_text block or what is like one.
export const richText = (block) => h("div", { class: "rich" }, block.elements.map((p) => parts[p.type]?.(p)));
