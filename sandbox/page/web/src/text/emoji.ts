// The emoji that are written by name; what is not here is shown as its name.
const names: Record<string, string> = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rocket: "🚀", tada: "🎉", lock: "🔒", unlock: "🔓",
  rotating_light: "🚨", hourglass: "⌛", hourglass_flowing_sand: "⏳", fire: "🔥", eyes: "👀", thumbsup: "👍", "+1": "👍",
  thumbsdown: "👎", "-1": "👎", leftwards_arrow_with_hook: "↩️", no_entry: "⛔", stop_sign: "🛑", octagonal_sign: "🛑", smile: "😄", wave: "👋",
  baby_chick: "🐤", memo: "📝", bulb: "💡", information_source: "ℹ️", question: "❓", heart: "❤️", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", ship: "🚢", package: "📦", bell: "🔔", no_bell: "🔕", mag: "🔍", wrench: "🔧", gear: "⚙️",
  snowflake: "❄️", double_vertical_bar: "⏸️", arrow_forward: "▶️", clock3: "🕒", zap: "⚡", raised_hands: "🙌", pray: "🙏", bug: "🐛",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪", sunny: "☀️", point_right: "👉", 100: "💯",
};

// emoji is the character of a name, or of code points as Slack gives them: "1f680".
export function emoji(name: string, unicode?: string): string {
  const points = unicode?.split("-").map((c) => parseInt(c, 16));
  if (points?.every((p) => p <= 0x10ffff)) return String.fromCodePoint(...points);
  return names[name] ?? `:${name}:`;
}
