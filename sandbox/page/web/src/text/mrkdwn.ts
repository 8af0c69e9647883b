// Slack's mrkdwn, read into a tree: docs.slack.dev/messaging/formatting-message-text.
// What is escaped stays text: only after the markup is found are &lt; and the like
// what they stand for.

export type Node =
  | string
  | { kind: "bold" | "italic" | "strike" | "quote"; of: Node[] }
  | { kind: "code" | "pre"; text: string }
  | { kind: "link"; url: string; of: Node[] }
  | { kind: "user" | "channel" | "group" | "everyone"; id: string; label?: string }
  | { kind: "date"; at: number; format: string; url?: string; fallback: string }
  | { kind: "emoji"; name: string };

const unescape = (s: string) => s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// span is text between two marks that cling to it and stand apart from words.
const span = (mark: string) =>
  String.raw`(?<![\p{L}\p{N}${mark}])${mark}(?=\S)([^${mark}\n]+?)(?<=\S)${mark}(?![\p{L}\p{N}${mark}])`;

const marks = new RegExp(
  ["```([\\s\\S]+?)```", "`([^`\\n]+)`", "<([^<>\\n]+)>", span("\\*"), span("_"), span("~"), ":([a-z0-9_+-]+):"].join("|"), "gu");

// cut gives what matches and, as text, what is between.
function cut(text: string, pattern: RegExp, read: (m: RegExpMatchArray) => Node): Node[] {
  const out: Node[] = [];
  let at = 0;
  for (const m of text.matchAll(pattern)) {
    if (m.index > at) out.push(unescape(text.slice(at, m.index)));
    out.push(read(m));
    at = m.index + m[0].length;
  }
  if (at < text.length) out.push(unescape(text.slice(at)));
  return out;
}

function inline(text: string): Node[] {
  return cut(text, marks, ([all, fence, code, angle, bold, italic, strike, emoji]) => {
    if (fence !== undefined) return { kind: "pre", text: unescape(fence.replace(/^\n/, "")) };
    if (code !== undefined) return { kind: "code", text: unescape(code) };
    if (angle !== undefined) return angled(angle);
    if (bold !== undefined) return { kind: "bold", of: inline(bold) };
    if (italic !== undefined) return { kind: "italic", of: inline(italic) };
    if (strike !== undefined) return { kind: "strike", of: inline(strike) };
    return emoji === undefined ? unescape(all) : { kind: "emoji", name: emoji };
  });
}

// angled is what stands in angle brackets: a mention, a date or a link.
function angled(body: string): Node {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const shown = bar < 0 ? undefined : body.slice(bar + 1);
  const label = shown === undefined ? undefined : unescape(shown);
  if (target.startsWith("@")) return { kind: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!date^")) {
    const [, at, format, url] = target.split("^");
    return { kind: "date", at: Number(at), format: unescape(format ?? "{date}"), url, fallback: label ?? "" };
  }
  if (target.startsWith("!subteam^")) return { kind: "group", id: target.slice(9), label };
  if (target.startsWith("!")) return { kind: "everyone", id: target.slice(1), label };
  return { kind: "link", url: unescape(target), of: shown === undefined ? [unescape(target)] : inline(shown) };
}

const apart = /(```[\s\S]+?```|(?:^|(?<=\n))(?:&gt;|>).*(?:\n(?:&gt;|>).*)*\n?)/;

// mrkdwn reads a text.
export function mrkdwn(text: string): Node[] {
  return text.split(apart).filter(Boolean).flatMap((part) =>
    /^(&gt;|>)/.test(part) ? [{ kind: "quote" as const, of: inline(part.trimEnd().replace(/^(&gt;|>) ?/gm, "")) }] : inline(part));
}

// plain reads a plain text, in which there are only emoji.
export function plain(text: string, emoji = true): Node[] {
  if (!emoji) return [text];
  return text.split(/(:[a-z0-9_+-]+:)/).filter(Boolean)
    .map((s) => (/^:[a-z0-9_+-]+:$/.test(s) ? { kind: "emoji", name: s.slice(1, -1) } : s));
}

const spans = /`([^`\n]+)`|\*\*(.+?)\*\*|\*(?=\S)([^*\n]+?)\*|~~(.+?)~~|\[([^\]\n]+)\]\(([^)\s]+)\)/g;

// markdown reads a line of a markdown block.
export function markdown(text: string): Node[] {
  return cut(text, spans, ([, code, bold, italic, strike, label, url]) => {
    if (code !== undefined) return { kind: "code", text: code };
    if (bold !== undefined) return { kind: "bold", of: markdown(bold) };
    if (italic !== undefined) return { kind: "italic", of: markdown(italic) };
    if (strike !== undefined) return { kind: "strike", of: markdown(strike) };
    return { kind: "link", url: url!, of: [label!] };
  });
}
