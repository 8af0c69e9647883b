// The left side: the workspace, its channels, and who one is.
import { $, fill, h, keyed } from "./dom.js";
import { channel, remember, world } from "./world.js";
import { avatar } from "./messages.js";

const read = {}; // user/channel → ts of the newest message that was seen

function unread(c) {
  const key = world.me + "/" + c.id;
  const newest = c.messages?.at(-1)?.ts ?? "";
  if (c.id === world.channel || read[key] === undefined) read[key] = newest;
  return newest > read[key];
}

function item({ id, name, active, fresh }) {
  return h("li", null, h("button", {
    type: "button", class: "channel", "data-channel": id, "data-testid": "channel-" + name, "aria-current": active ? "page" : null,
  }, h("span", { class: "hash", "aria-hidden": "true" }, "#"), name, fresh && h("span", { class: "dot", role: "img", "aria-label": "unread" })));
}

function person(u) {
  return h("label", { class: "person", "data-testid": "who-" + u.name.toLowerCase() },
    h("input", { type: "radio", name: "who", value: u.id, checked: u.id === world.me }),
    avatar({ name: u.name }), h("span", null, u.name, h("small", null, u.role)));
}

export function showSidebar() {
  fill($("team"), [h("strong", null, world.view.team), h("small", null, "sandbox")]);
  keyed($("channels"), world.view.channels.map((c) => ({
    key: c.id, value: { id: c.id, name: c.name, active: c.id === world.channel, fresh: unread(c) },
  })), item);
  fill($("who"), [h("legend", null, "You are"), ...world.info.users.map(person)]);
  const c = channel();
  fill($("title"), [h("h1", null, "# " + (c?.name ?? "")), h("span", { class: "topic" }, c?.topic ?? "")]);
  document.title = `#${c?.name ?? ""} · Slipway sandbox`;
  remember("where", { me: world.me, channel: world.channel });
}
