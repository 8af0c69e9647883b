// Rich text: what Slack reads no markup in.
import { createElement, type ReactNode } from "react";
import type { Rich, RichInline, RichPart } from "../kit";
import { emoji } from "../text/emoji";
import { Everyone, Link, Moment, Person, Room } from "../text/Text";

function plain(e: RichInline): ReactNode {
  switch (e.type) {
    case "text": return <bdi>{e.text}</bdi>;
    case "link": return <Link url={e.url ?? ""}>{e.text}</Link>;
    case "emoji": return emoji(e.name ?? "", e.unicode);
    case "user": return <Person id={e.user_id ?? ""} />;
    case "usergroup": return <Everyone name={e.usergroup_id ?? ""} />;
    case "channel": return <Room id={e.channel_id ?? ""} />;
    case "broadcast": return <Everyone name={e.range ?? ""} />;
    case "date": return <Moment at={e.timestamp ?? NaN} format={e.format ?? ""} fallback={e.fallback} url={e.url} />;
    case "team": return e.team_id;
    case "color": return e.value;
    default: return null;
  }
}

const styles = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["highlight", "mark"]] as const;

function Inline({ e }: { e: RichInline }) {
  return styles.reduce((inner, [style, tag]) => (e.style?.[style] ? createElement(tag, null, inner) : inner), plain(e));
}

const Inlines = ({ of }: { of: RichInline[] }) => of.map((e, i) => <Inline key={i} e={e} />);

function Part({ part }: { part: RichPart }) {
  switch (part.type) {
    case "rich_text_section": return <div className="text"><Inlines of={part.elements} /></div>;
    case "rich_text_preformatted": return <pre><Inlines of={part.elements} /></pre>;
    case "rich_text_quote": return <blockquote><Inlines of={part.elements} /></blockquote>;
    case "rich_text_list": {
      const items = part.elements.map((item, i) => <li key={i}><Inlines of={item.elements ?? []} /></li>);
      const indent = "indent-" + (part.indent ?? 0);
      return part.style === "ordered" ? <ol className={indent} start={(part.offset ?? 0) + 1}>{items}</ol> : <ul className={indent}>{items}</ul>;
    }
    default: return null;
  }
}

// RichText is a rich_text block, or what is like one.
export const RichText = ({ of }: { of: Pick<Rich, "elements"> }) => (
  <div className="rich">{of.elements.map((part, i) => <Part key={i} part={part} />)}</div>
);
