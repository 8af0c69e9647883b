// Texts as React draws them. Untrusted text only ever becomes text: React escapes
// it, and <bdi> keeps what turns its direction from reaching beyond it.
import type { ReactNode } from "react";
import type { Text as TextObject } from "../kit";
import { useByNow } from "../now";
import { useTab } from "../ui/reach";
import { channelOf, nameOf, useWorld, userOf } from "../world";
import { written } from "./date";
import { emoji } from "./emoji";
import { mrkdwn, plain, type Node } from "./mrkdwn";
import "./text.css";

// Link is an address that may be followed; any other is only shown.
export function Link({ url, children }: { url: string; children?: ReactNode }) {
  const tab = useTab(), shown = <bdi>{children || url}</bdi>;
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return shown;
  return <a href={url} title={url} tabIndex={tab} target="_blank" rel="noopener noreferrer">{shown}</a>;
}

const Mention = ({ children }: { children: ReactNode }) => <span className="mention"><bdi>{children}</bdi></span>;

export function Person({ id, label }: { id: string; label?: string }) {
  const name = useWorld((w) => nameOf(userOf(w, id)));
  return <Mention>@{name || label || id}</Mention>;
}

export function Room({ id, label }: { id: string; label?: string }) {
  const name = useWorld((w) => channelOf(w, id)?.name);
  return <Mention>#{name || label || id}</Mention>;
}

export const Everyone = ({ name }: { name: string }) => <Mention>@{name}</Mention>;

export function Moment({ at, format, fallback, url }: { at: number; format: string; fallback?: string; url?: string }) {
  const text = useByNow((now) => written(at, format, now));
  if (text === undefined) return <bdi>{fallback}</bdi>;
  const moment = <time dateTime={new Date(at * 1000).toISOString()} title={fallback}>{text}</time>;
  return url ? <Link url={url}>{moment}</Link> : moment;
}

const tags = { bold: "strong", italic: "em", strike: "s", quote: "blockquote" } as const;

function One({ node }: { node: Node }) {
  if (typeof node === "string") return <bdi>{node}</bdi>;
  switch (node.kind) {
    case "code": return <code><bdi>{node.text}</bdi></code>;
    case "pre": return <pre>{node.text}</pre>;
    case "link": return <Link url={node.url}><Nodes of={node.of} /></Link>;
    case "user": return <Person id={node.id} label={node.label} />;
    case "channel": return <Room id={node.id} label={node.label} />;
    case "group": return <Mention>{node.label ?? "@" + node.id}</Mention>;
    case "everyone": return <Everyone name={node.label ?? node.id} />;
    case "date": return <Moment {...node} />;
    case "emoji": return emoji(node.name);
    default: {
      const Tag = tags[node.kind];
      return <Tag><Nodes of={node.of} /></Tag>;
    }
  }
}

export const Nodes = ({ of }: { of: Node[] }) => of.map((node, i) => <One key={i} node={node} />);

export const Mrkdwn = ({ text }: { text: string }) => <Nodes of={mrkdwn(text)} />;

// Words is a text object of either kind.
export function Words({ of }: { of?: TextObject | string }) {
  if (!of) return null;
  if (typeof of === "string") return <bdi>{of}</bdi>;
  return <Nodes of={of.type === "mrkdwn" ? mrkdwn(of.text) : plain(of.text, of.emoji)} />;
}

// plainly is a text object as a label, where there can be no markup.
export const plainly = (of?: TextObject | string): string =>
  typeof of === "string" ? of : (of?.text ?? "").replace(/:([a-z0-9_+-]+):/g, (_, name: string) => emoji(name));
