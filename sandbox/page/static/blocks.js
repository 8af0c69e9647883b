// Block Kit: the blocks that the bot uses, and their neighbours.
import { h } from "./dom.js";
import { world } from "./world.js";
import { graph } from "./chart.js";
import { markdown, words } from "./mrkdwn.js";
import { plan, task } from "./plan.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";
import { link } from "./text.js";

export const pressed = (channel, ts, action, block) => [channel, ts, action, block ?? ""].join("/");

function button(e, at) {
  const where = [at.channel, at.ts, e.action_id ?? "", at.block ?? ""];
  const classes = ["button", e.style, e.url && "link"].filter(Boolean).join(" ");
  return h("button", {
    type: "button", class: classes, disabled: world.pending.has(pressed(...where)),
    "data-channel": where[0], "data-ts": where[1], "data-action-id": where[2], "data-block-id": where[3],
    "data-confirm": e.confirm && JSON.stringify(e.confirm), "data-url": e.url, "aria-label": e.accessibility_label,
  }, words(e.text));
}

// picture shows an image of this page only: none is loaded from elsewhere.
function picture(e) {
  if (/^data:image\//.test(e.image_url ?? "")) return h("img", { src: e.image_url, alt: e.alt_text });
  return h("span", { class: "picture" }, e.image_url ? link(e.image_url, e.alt_text) : e.alt_text);
}

function element(e, at) {
  switch (e.type) {
    case "button": return button(e, at);
    case "image": return picture(e);
    case "mrkdwn":
    case "plain_text": return h("span", null, words(e));
    default: return h("span", { class: "unsupported" }, `(${e.type}: not in the sandbox yet)`);
  }
}

const kinds = {
  header: (b) => h("h3", { class: "header" }, words(b.text)),
  divider: () => h("hr"),
  section: (b, at) => h("div", { class: "section" },
    h("div", { class: "section-main" },
      b.text && h("div", { class: "line" }, words(b.text)),
      b.fields && h("div", { class: "fields" }, b.fields.map((f) => h("div", { class: "line" }, words(f))))),
    b.accessory && element(b.accessory, at)),
  context: (b, at) => h("div", { class: "context" }, b.elements.map((e) => element(e, at))),
  actions: (b, at) => h("div", { class: "actions" }, b.elements.map((e) => element(e, at))),
  image: (b) => h("figure", null, b.title && h("figcaption", null, words(b.title)), picture(b)),
  markdown: (b) => h("div", { class: "markdown" }, markdown(b.text)),
  rich_text: richText,
  plan,
  task_card: task,
  table,
  data_table: table,
  data_visualization: graph,
};

// blocks shows a message's blocks; at is where they are: {channel, ts}.
export const blocks = (list, at) => list.map((b) =>
  kinds[b.type]?.(b, { ...at, block: b.block_id }) ?? h("div", { class: "unsupported" }, `(${b.type}: not in the sandbox yet)`));
