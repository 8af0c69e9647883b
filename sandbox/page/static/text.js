// Small pieces of text: dates, emoji, safe links.
import { h } from "./dom.js";

const names = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rocket: "🚀", tada: "🎉", lock: "🔒", unlock: "🔓",
  rotating_light: "🚨", hourglass: "⌛", hourglass_flowing_sand: "⏳", fire: "🔥", eyes: "👀", thumbsup: "👍", "+1": "👍",
  thumbsdown: "👎", "-1": "👎", leftwards_arrow_with_hook: "↩️", no_entry: "⛔", stop_sign: "🛑", smile: "😄", wave: "👋",
  baby_chick: "🐤", memo: "📝", bulb: "💡", information_source: "ℹ️", question: "❓", heart: "❤️", chart_with_upwards_trend: "📈",
};

export const emoji = (name, unicode) =>
  unicode ? String.fromCodePoint(...unicode.split("-").map((c) => parseInt(c, 16))) : names[name] ?? `:${name}:`;

const show = (options) => (d) => new Intl.DateTimeFormat(undefined, options).format(d);
const clock = show({ hour: "2-digit", minute: "2-digit" });
const short = show({ month: "short", day: "numeric", year: "numeric" });
const long = show({ weekday: "long", month: "long", day: "numeric", year: "numeric" });
const plain = show({ month: "long", day: "numeric", year: "numeric" });

function pretty(format) {
  return (d) => {
    const midnight = (t) => new Date(t).setHours(0, 0, 0, 0);
    const days = Math.round((midnight(Date.now()) - midnight(d)) / 86400e3);
    return { "-1": "tomorrow", 0: "today", 1: "yesterday" }[days] ?? format(d);
  };
}

const tokens = {
  date_num: (d) => new Date(d - d.getTimezoneOffset() * 60e3).toISOString().slice(0, 10),
  date: plain, date_short: short, date_long: long,
  date_pretty: pretty(plain), date_short_pretty: pretty(short), date_long_pretty: pretty(long), day_divider_pretty: pretty(long),
  time: clock, time_secs: show({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (d) => `${Math.max(0, Math.round((Date.now() - d) / 60e3))} min ago`,
};

// date is a time in Slack's format: "{date_short_pretty} at {time}".
export function date(seconds, format, fallback) {
  const d = new Date(seconds * 1000);
  if (Number.isNaN(d.getTime())) return fallback ?? "";
  const text = format.replace(/\{(\w+)\}/g, (all, token) => tokens[token]?.(d) ?? all);
  return h("time", { datetime: d.toISOString(), title: fallback }, text);
}

export const time = (ts) => clock(new Date(ts * 1000));
export const day = (ts) => capital(tokens.date_long_pretty(new Date(ts * 1000)));
export const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);

// link is an address that may be followed; any other is only shown.
export function link(address, ...label) {
  const shown = label.flat().length > 0 ? label : [address];
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return h("span", null, ...shown);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...shown);
}

// percent of a share, as the bot's messages write it.
export function percent(share) {
  const p = 100 * share;
  return (p > 0 && p < 0.01 ? "< 0.01" : String(Number(p.toFixed(p < 1 ? 2 : 1)))) + " %";
}
