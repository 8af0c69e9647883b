// Dates as Slack writes them: <!date^…^{date_short_pretty} at {time}>. They are told
// in the reader's zone, and "today" by the simulated clock.

const show = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(undefined, options);
  return (d: Date) => format.format(d);
};

const clock = show({ hour: "2-digit", minute: "2-digit" });
const short = show({ month: "short", day: "numeric", year: "numeric" });
const long = show({ weekday: "long", month: "long", day: "numeric", year: "numeric" });
const full = show({ month: "long", day: "numeric", year: "numeric" });

const midnight = (d: Date | number) => new Date(d).setHours(0, 0, 0, 0);

const near: Record<number, string> = { [-1]: "tomorrow", 0: "today", 1: "yesterday" };

type Format = (d: Date, now: number) => string;

const pretty = (format: (d: Date) => string): Format => (d, now) =>
  near[Math.round((midnight(now) - midnight(d)) / 86_400e3)] ?? format(d);

const steps = [[86_400, "day"], [3600, "hour"], [60, "minute"]] as const;

function ago(d: Date, now: number): string {
  const seconds = Math.round((now - d.getTime()) / 1000);
  for (const [size, name] of steps) {
    const n = Math.floor(Math.abs(seconds) / size);
    if (n > 0) return `${n} ${name}${n > 1 ? "s" : ""} ${seconds < 0 ? "from now" : "ago"}`;
  }
  return "just now";
}

const tokens: Record<string, Format> = {
  date_num: (d) => new Date(d.getTime() - d.getTimezoneOffset() * 60e3).toISOString().slice(0, 10),
  date_slash: show({ month: "2-digit", day: "2-digit", year: "numeric" }),
  date: full, date_short: short, date_long: long, date_long_full: long,
  date_pretty: pretty(full), date_short_pretty: pretty(short), date_long_pretty: pretty(long), day_divider_pretty: pretty(long),
  time: clock, time_secs: show({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

const capital = (s: string) => s.charAt(0).toUpperCase() + s.slice(1);

// written is a time in Slack's format; undefined if the time is none. now is in
// milliseconds.
export function written(seconds: number, format: string, now: number): string | undefined {
  const d = new Date(seconds * 1000);
  if (Number.isNaN(d.getTime())) return undefined;
  const text = format.replace(/\{(\w+)\}/g, (all, token: string) => tokens[token]?.(d, now) ?? all);
  return format.startsWith("{") ? capital(text) : text;
}

// time is the minute of a message; day is what stands above the first of a day.
export const time = (seconds: number): string => clock(new Date(seconds * 1000));
export const exact = (seconds: number): string => `${long(new Date(seconds * 1000))} ${tokens.time_secs!(new Date(seconds * 1000), 0)}`;
export const day = (seconds: number, now: number): string => capital(tokens.date_long_pretty!(new Date(seconds * 1000), now));

// dayOf tells days apart: the midnight that a message's day began with.
export const dayOf = (seconds: number): number => midnight(seconds * 1000);
