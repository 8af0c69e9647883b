// The right side: the simulated cloud of the channel's service.
import { $, fill, h, keyed } from "./dom.js";
import { call, service, world } from "./world.js";
import { ask } from "./dialog.js";
import { card } from "./card.js";

const speeds = [1, 10, 60, 180, 300];

function clock(c) {
  const now = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(c.now));
  return [
    h("div", { class: "now" }, h("h2", null, "Simulated cloud"), h("time", { datetime: c.now, title: "Simulated time" }, now)),
    h("div", { class: "speeds", role: "group", "aria-label": "Speed of the clock" },
      speeds.map((s) => h("button", { type: "button", "data-speed": s, "aria-pressed": String(s === c.speed) }, s + "×")),
      speeds.includes(c.speed) ? h("span") : h("span", { class: "odd" }, c.speed + "×"),
      h("button", { type: "button", id: "reset", title: "Begin again" }, "Reset")),
  ];
}

// next is the first environment that a commit was not brought to yet.
const next = (commit) => world.cloud.targets.find((t) => t.service === commit.service && !t.versions.some((v) => v.sha === commit.sha))?.environment;

function commit({ c, to }) {
  return h("button", { type: "button", class: "commit", "data-put": `/deploy ${to} ${c.sha.slice(0, 7)}`, title: `By ${c.author}. Put its command into the box` },
    h("code", null, c.sha.slice(0, 7)), h("span", { class: "subject" }, c.subject),
    h("span", { class: "badge " + c.behaviour }, c.behaviour), h("span", { class: "to" }, "→ " + to));
}

function commits(own) {
  const waiting = world.info.commits.filter((c) => c.service === own).reverse()
    .map((c) => ({ c, to: next(c) })).filter((x) => x.to);
  $("commits").hidden = waiting.length === 0;
  if (!$("commits").firstChild) fill($("commits"), [h("h2", null, "Commits waiting"), h("div", { class: "list" })]);
  keyed($("commits").querySelector(".list"), waiting.map((x) => ({ key: x.c.sha, value: x })), commit);
}

// showCloud shows what is known of it.
export function showCloud() {
  if (!world.cloud) return;
  const own = service();
  fill($("clock"), clock(world.cloud));
  const targets = world.cloud.targets.filter((t) => !own || t.service === own);
  keyed($("cards"), targets.map((t) => ({
    key: t.service + "/" + t.environment,
    value: { t, now: Date.parse(world.cloud.now) / 1000, f: world.cloud.functions.find((f) => f.name === t.function), whole: !!own },
  })), card);
  commits(own);
}

export async function refresh() {
  world.cloud = await call("GET", "ui/cloud");
  showCloud();
}

const later = new Map(); // knob → timer

// tune sends what a knob says, at most a few times a second.
function tune(input, immediately) {
  const { put, field, ...what } = input.dataset;
  clearTimeout(later.get(input));
  later.set(input, setTimeout(async () => {
    const value = input.type === "checkbox" ? input.checked : Number(input.value) / Number(what.scale);
    const names = put === "traffic" ? { function: what.function } : { service: what.service, sha: what.sha };
    await call("PUT", "api/" + put, { ...names, [field]: value }).then(refresh).catch(() => input.blur());
  }, immediately ? 0 : 120));
}

async function reset() {
  const text = (t) => ({ type: "plain_text", text: t });
  const yes = await ask({
    title: text("Begin again?"), text: text("All messages, versions and deploys go back to what they were at first."),
    confirm: text("Reset"), deny: text("Cancel"), style: "danger",
  });
  if (!yes) return;
  await call("POST", "api/reset");
  location.reload();
}

// listen makes the knobs work. put is called with a command to type.
export function listenCloud(put) {
  const knob = (immediately) => (e) => { if (e.target.dataset.put) tune(e.target, immediately); };
  $("cloud").addEventListener("input", knob(false));
  $("cloud").addEventListener("change", knob(true));
  $("cloud").addEventListener("click", async (e) => {
    const b = e.target.closest("button");
    if (b?.id === "reset") await reset();
    else if (b?.dataset.speed) await call("PUT", "api/speed", { speed: Number(b.dataset.speed) }).then(refresh);
    else if (b?.dataset.put) put(b.dataset.put);
  });
}
