// Tables.
import { h } from "./dom.js";
import { richText } from "./richtext.js";

function cell(c) {
  if (c.type === "rich_text") return richText(c);
  return c.text ?? String(c.value ?? "");
}

export function table(block) {
  const align = (i) => "align-" + (block.column_settings?.[i]?.align ?? "left");
  const row = (tag) => (cells) => h("tr", null, cells.map((c, i) => h(tag, { class: align(i), scope: tag === "th" ? "col" : null }, cell(c))));
  const [head, ...body] = block.rows;
  return h("div", { class: "table", tabindex: "0" },
    h("table", null, block.caption && h("caption", null, block.caption),
      h("thead", null, row("th")(head)), h("tbody", null, body.map(row("td")))));
}
