// What the page knows, and how it speaks with the sandbox.

export const world = {
  info: null, // who and what there is
  view: null, // what the chosen person sees
  cloud: null, // the simulated account
  me: null, // user id
  channel: null, // channel id
  thread: null, // ts of the open thread
  pending: new Set(), // buttons that were pressed a moment ago
};

export const user = (id) => world.view?.users.find((u) => u.id === id);
export const channel = (id = world.channel) => world.view?.channels.find((c) => c.id === id);
export const service = () => world.info.channels.find((c) => c.id === world.channel)?.service ?? "";

// call sends a request; an answer that is no success throws what it says.
export async function call(method, path, body, signal) {
  const r = await fetch("/sandbox/" + path, {
    method,
    signal,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = r.status === 204 ? null : await r.json();
  if (!r.ok) throw new Error(answer?.error ?? "The sandbox answered " + r.status);
  return answer;
}

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// remember keeps a small value over reloads, where the browser lets us.
export function remember(key, value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem("slipway." + key));
    localStorage.setItem("slipway." + key, JSON.stringify(value));
  } catch { /* a private window forgets */ }
  return null;
}
