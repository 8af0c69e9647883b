// The page: it asks for what is new, shows it, and passes on what one does.
import { $ } from "./dom.js";
import { call, channel, remember, wait, world } from "./world.js";
import { pressed } from "./blocks.js";
import { listenCloud, refresh, showCloud } from "./cloud.js";
import { composer } from "./composer.js";
import { ask } from "./dialog.js";
import { comeBack, showMessages } from "./messages.js";
import { showSidebar } from "./sidebar.js";

const main = composer($("composer"), "composer", () => "", () => comeBack($("messages")));
const reply = composer($("reply"), "thread-composer", () => world.thread, () => comeBack($("replies")));

function show() {
  if (!channel()) world.channel = world.view.channels[0]?.id;
  showSidebar();
  showMessages();
  showCloud();
  main.move(world.channel, `Message #${channel()?.name}`);
  if (world.thread) reply.move(world.thread, "Reply …");
}

let polling = new AbortController();

// watch follows what the chosen person sees, by requests that wait for news.
async function watch() {
  for (;;) {
    const { signal } = polling;
    const since = world.view?.me.id === world.me ? "&since=" + world.view.version : "";
    try {
      const view = await call("GET", `ui/view?user=${world.me}${since}`, undefined, signal);
      $("lost").hidden = true;
      world.view = view;
      show();
      await wait(80);
    } catch (e) {
      if (signal.aborted) continue;
      $("lost").hidden = false;
      world.view = world.view && { ...world.view, version: 0 };
      await wait(1000);
    }
  }
}

async function watchCloud() {
  for (;;) {
    if (!document.hidden) await refresh().catch(() => {});
    await wait(1000);
  }
}

function become(id) {
  world.me = id;
  world.thread = null;
  polling.abort();
  polling = new AbortController();
}

// press passes on a click on a message's button, after its question.
async function press(button) {
  const { channel: where, ts, actionId, blockId, confirm, url } = button.dataset;
  if (confirm && !(await ask(JSON.parse(confirm)))) return;
  if (url) window.open(url, "_blank", "noopener");
  const key = pressed(where, ts, actionId, blockId);
  world.pending.add(key);
  showMessages();
  await call("POST", "ui/click", { user: world.me, channel: where, ts, action_id: actionId, block_id: blockId }).catch(() => {});
  await wait(800); // what it did is seen by then
  world.pending.delete(key);
  showMessages();
}

document.addEventListener("click", (e) => {
  const b = e.target.closest("button");
  if (b?.dataset.actionId !== undefined) press(b);
  else if (b?.dataset.thread) { world.thread = b.dataset.thread; show(); reply.focus(); }
  else if (b?.dataset.channel) { world.channel = b.dataset.channel; world.thread = null; show(); main.focus(); }
});
$("close-thread").addEventListener("click", () => { world.thread = null; show(); main.focus(); });
$("who").addEventListener("change", (e) => become(e.target.value));
listenCloud((text) => main.put(text));

async function begin() {
  while (!world.info) {
    world.info = await call("GET", "api/info").catch(() => wait(1000));
  }
  const { users, channels, commits } = world.info;
  const first = commits.find((c) => c.sha.startsWith("abc123"));
  const home = channels.find((c) => c.service && c.service === first?.service)?.id ?? channels[0]?.id;
  if (first) main.draft(home, "/deploy staging abc123");
  const before = remember("where") ?? {};
  world.me = users.some((u) => u.id === before.me) ? before.me : users[0].id;
  world.channel = channels.some((c) => c.id === before.channel) ? before.channel : home;
  watchCloud();
  watch();
  main.focus();
}

begin();
