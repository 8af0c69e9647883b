// One target: where its traffic goes, how each version does, and knobs to break it.
import { h, svg } from "./dom.js";
import { percent } from "./text.js";

const span = 20; // minutes

const colour = (version) => "version-" + (Number(version) % 4);

function shares(t) {
  if (!t.live) return [];
  const others = Object.entries(t.live.weights).filter(([, w]) => w > 0);
  const rest = 1 - others.reduce((sum, [, w]) => sum + w, 0);
  return [[t.live.version, rest], ...others];
}

function bar(t) {
  return h("div", { class: "weights", "data-testid": `weights-${t.service}-${t.environment}`, role: "group", "aria-label": "Traffic" },
    shares(t).map(([v, w]) => h("div", { class: "weight " + colour(v), style: { "--share": w } }, h("span", null, `v${v} ${percent(w)}`))));
}

// spark is a column for each minute: calls, and in them what failed. Each version
// has a scale of its own, so that the errors of a small canary can be seen.
function spark(version, minutes, now, all) {
  const first = (Math.floor(now / 60) - span) * 60;
  const own = minutes.filter((m) => m.version === version && m.at >= first);
  const most = Math.max(all / 10, ...own.map((m) => m.calls));
  return svg("svg", { class: "spark " + colour(version), viewBox: `0 0 ${span * 5} 30`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { class: "ground", d: `M0 29.5H${span * 5}` }),
    own.flatMap((m) => {
      const x = ((m.at - first) / 60) * 5, calls = (m.calls / most) * 29, bad = (m.errors / most) * 29;
      return [
        svg("rect", { class: "calls", x, y: 30 - calls, width: 4, height: calls }),
        m.errors / m.calls > 0.005 && svg("rect", { class: "errors", x, y: 30 - Math.max(bad, 2), width: 4, height: Math.max(bad, 2) }),
      ];
    }));
}

function recent(version, minutes, now) {
  const own = minutes.filter((m) => m.version === version && m.at >= now - 360);
  const calls = own.reduce((n, m) => n + m.calls, 0), errors = own.reduce((n, m) => n + m.errors, 0);
  if (!calls) return h("span", { class: "numbers none" }, "no calls");
  const rate = errors / calls;
  return h("span", { class: rate > 0.02 ? "numbers high" : "numbers" }, `${Math.round(calls / new Set(own.map((m) => m.at)).size)}/min · ${percent(rate)} errors`);
}

function slider(label, shown, attributes) {
  return h("label", { class: "knob" }, h("span", null, label), h("input", { type: "range", step: "any", ...attributes }), h("output", null, shown));
}

function knobs(k, t, f) {
  const name = `v${k.version} in ${t.environment}`;
  const common = { "data-put": "behaviour", "data-service": t.service, "data-sha": k.sha, disabled: !k.sha };
  return h("div", { class: "knobs" },
    slider("errors", percent(k.error_rate), { ...common, min: 0, max: 100, value: k.error_rate * 100, "data-field": "error_rate", "data-scale": 100,
      "data-testid": `knob-error-${f.name}-${k.version}`, "aria-label": "Errors of " + name }),
    slider("latency", Math.round(k.latency_ms) + " ms", { ...common, min: 10, max: 3000, value: k.latency_ms, "data-field": "latency_ms", "data-scale": 1,
      "data-testid": `knob-latency-${f.name}-${k.version}`, "aria-label": "Latency of " + name }),
    h("label", { class: "switch" }, h("input", { type: "checkbox", ...common, checked: k.crash, "data-field": "crash",
      "data-testid": `knob-crash-${f.name}-${k.version}`, "aria-label": "Crash " + name }), "crash"));
}

// versions are those that matter: what is live, and what was or will be.
function versions(t, f) {
  const live = shares(t).map(([v]) => v);
  const shown = [...new Set([...live, t.green, t.blue])].filter(Boolean);
  return shown.map((v) => ({ k: f.versions.find((x) => x.version === v), serves: live.includes(v) })).filter((x) => x.k);
}

const share = (t, version) => shares(t).find(([v]) => v === version)?.[1] ?? 0;

function role(t, version) {
  if (t.live?.version === version) return "live";
  if (t.live && version in t.live.weights) return "canary";
  return version === t.green ? "green" : "blue";
}

function row({ k, serves }, t, f, now, most, whole) {
  return h("div", { class: serves ? "version" : "version idle" },
    h("div", { class: "version-head" },
      h("span", { class: "swatch " + colour(k.version) }), h("strong", null, "v" + k.version), h("code", null, k.sha.slice(0, 7)),
      h("span", { class: "role" }, serves ? `${role(t, k.version)} · ${percent(share(t, k.version))}` : role(t, k.version)), recent(k.version, f.minutes, now)),
    (serves || f.minutes.some((m) => m.version === k.version)) && spark(k.version, f.minutes, now, most),
    whole && (serves || role(t, k.version) === "green") && knobs(k, t, f));
}

function phase(t) {
  if (t.rollout) return h("span", { class: "phase open" }, t.rollout.paused ? "paused" : t.rollout.phase.replace("_", " "));
  if (t.last) return h("span", { class: "phase " + t.last.phase, title: t.last.reason }, t.last.phase.replace("_", " "));
  return null;
}

export function card({ t, f, now, whole }) {
  const perMinute = new Map();
  for (const m of f?.minutes ?? []) perMinute.set(m.at, (perMinute.get(m.at) ?? 0) + m.calls);
  const most = Math.max(1, ...perMinute.values());
  return h("section", { class: "card", "aria-label": `${t.service} in ${t.environment}` },
    h("header", null, h("h3", null, whole ? t.environment : `${t.service} · ${t.environment}`), phase(t)),
    t.live ? bar(t) : h("p", { class: "none" }, "Nothing is live yet."),
    f && versions(t, f).map((v) => row(v, t, f, now, most, whole)),
    f && whole && h("label", { class: "knob traffic" }, h("span", null, "traffic"),
      h("input", { type: "range", min: 0, max: 3000, step: 10, value: f.per_minute, "data-put": "traffic", "data-field": "per_minute", "data-scale": 1,
        "data-function": f.name, "data-testid": "knob-traffic-" + f.name, "aria-label": `Calls per minute of ${t.service} in ${t.environment}` }),
      h("output", null, Math.round(f.per_minute) + "/min")));
}
