// Progress: a plan of tasks, and a task on its own.
import { h } from "./dom.js";
import { richText } from "./richtext.js";
import { link } from "./text.js";

const signs = {
  pending: ["", "To do"],
  in_progress: ["", "Under way"],
  complete: ["✓", "Done"],
  error: ["!", "Failed"],
};

function icon(status = "pending") {
  const [sign, label] = signs[status] ?? signs.pending;
  return h("span", { class: "status " + status, role: "img", "aria-label": label, title: label }, sign);
}

export function task(t) {
  const sources = (t.sources ?? []).map((s) => link(s.url, s.text));
  return h("div", { class: "task " + (t.status ?? "pending"), "data-task-id": t.task_id },
    icon(t.status),
    h("div", { class: "task-body" },
      t.hide_title ? null : h("div", { class: "task-title" }, t.title),
      t.details && h("div", { class: "task-details" }, richText(t.details)),
      t.output && h("div", { class: "task-output" }, richText(t.output)),
      sources.length > 0 && h("div", { class: "task-sources" }, sources)));
}

export function plan(block) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((t) => t.status === "complete").length;
  return h("section", { class: "plan", "aria-label": block.title },
    h("header", null, h("strong", null, block.title), h("small", null, `${done} of ${tasks.length}`)),
    tasks.map(task));
}
