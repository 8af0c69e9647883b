// Where one types: Enter sends, Shift+Enter is a new line, ↑ brings back what was sent.
import { fill, h } from "./dom.js";
import { call, remember, world } from "./world.js";

const history = remember("history") ?? [];

function keep(text) {
  if (history.at(-1) !== text) history.push(text);
  history.splice(0, history.length - 50);
  remember("history", history);
}

// composer fills an element; thread gives the ts that it replies to, if any, and
// sent is called when something is sent.
export function composer(root, name, thread, sent) {
  const box = h("textarea", { rows: 1, "data-testid": name, "aria-label": "Message", autocomplete: "off", spellcheck: "false" });
  const button = h("button", { type: "button", "data-testid": name === "composer" ? "send" : name + "-send", "aria-label": "Send" }, "➤");
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const drafts = new Map();
  let at = history.length;
  let where = "";
  let breaks = false; // Shift is held: Enter is a new line

  const fit = () => {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + "px";
    button.disabled = box.value.trim() === "";
  };
  const put = (text) => {
    box.value = text;
    fit();
    box.setSelectionRange(text.length, text.length);
  };
  const complain = (text) => {
    problem.hidden = !text;
    problem.textContent = text;
  };
  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    keep(text);
    at = history.length;
    put("");
    complain("");
    sent();
    try {
      await call("POST", "ui/send", { user: world.me, channel: world.channel, thread_ts: thread(), text });
    } catch (e) {
      if (!box.value) put(text);
      complain(e.message);
    }
  };
  const recall = (step) => {
    at = Math.max(0, Math.min(history.length, at + step));
    put(history[at] ?? "");
  };

  box.addEventListener("input", fit);
  box.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    breaks = e.shiftKey;
    const single = !box.value.includes("\n");
    if (e.key === "ArrowUp" && single && (box.value === "" || box.value === history[at] || at === history.length)) { e.preventDefault(); recall(-1); }
    if (e.key === "ArrowDown" && single && at < history.length) { e.preventDefault(); recall(1); }
  });
  box.addEventListener("beforeinput", (e) => {
    if (e.inputType !== "insertLineBreak" || breaks) return;
    e.preventDefault();
    send();
  });
  button.addEventListener("click", () => { send(); box.focus(); });
  fill(root, [h("div", { class: "box" }, box, button), problem]);

  return {
    focus: () => box.focus({ preventScroll: true }),
    put: (text) => { put(text); box.focus(); },
    draft: (key, text) => drafts.set(key, text),
    // move goes to another channel, with what was being typed there.
    move: (key, placeholder) => {
      box.placeholder = placeholder;
      if (key === where) return;
      if (where) drafts.set(where, box.value);
      where = key;
      complain("");
      put(drafts.get(key) ?? "");
    },
  };
}
