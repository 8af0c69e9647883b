// Block Kit: every block that the sandbox's Slack takes, as far as there is
// something to see in it.
import type { ReactNode } from "react";
import type { Place } from "../act";
import { Act } from "../elements/Act";
import type { Block, Element, Rich, Text } from "../kit";
import { Link, Words } from "../text/Text";
import { Graph } from "./Graph";
import { Markdown } from "./Markdown";
import { Plan, TaskCard } from "./Plan";
import { RichText } from "./RichText";
import { Table } from "./Table";
import "./blocks.css";
import "./data.css";

interface Props {
  of: Block;
  place: Place;
}

// Picture shows an image of this page only: none is loaded from elsewhere.
function Picture({ of }: { of: Pick<Element, "image_url" | "alt_text"> }) {
  if (/^data:image\//.test(of.image_url ?? "")) return <img src={of.image_url} alt={of.alt_text} />;
  return <span className="picture">🖼 {of.image_url ? <Link url={of.image_url}>{of.alt_text}</Link> : <bdi>{of.alt_text}</bdi>}</span>;
}

function One({ element, place, block }: { element: Element; place: Place; block: string }) {
  if (element.type === "image") return <Picture of={element} />;
  if (element.type === "mrkdwn" || element.type === "plain_text") return <span><Words of={element as unknown as Text} /></span>;
  return <Act element={element} place={place} block={block} />;
}

const Several = ({ of, place, elements }: Props & { elements?: Element[] }) =>
  elements?.map((e, i) => <One key={e.action_id ?? i} element={e} place={place} block={of.block_id ?? ""} />);

function Section({ of, place }: Props) {
  return (
    <div className="section">
      <div className="section-main">
        {of.text && <div className="text"><Words of={of.text} /></div>}
        {of.fields && <div className="fields">{of.fields.map((f, i) => <div key={i} className="text"><Words of={f} /></div>)}</div>}
      </div>
      {of.accessory && <One element={of.accessory} place={place} block={of.block_id ?? ""} />}
    </div>
  );
}

const levels: Record<string, string> = { info: "ℹ️ ", success: "✅ ", warning: "⚠️ ", error: "⛔ " };

const Alert = ({ of }: Props) => (
  <div className={"alert " + (of.level ?? "")} role="note">{levels[of.level ?? ""]}<Words of={of.text} /></div>
);

const Card = ({ of, place }: Props) => (
  <div className="card-block">
    <strong><Words of={of.title} /></strong>
    {of.subtitle && <small><Words of={of.subtitle} /></small>}
    {of.body && <div className="text"><Words of={of.body} /></div>}
    {of.actions && <div className="actions"><Several of={of} place={place} elements={of.actions} /></div>}
  </div>
);

const kinds: Record<string, (p: Props) => ReactNode> = {
  header: ({ of }) => <h3 className="header"><Words of={of.text} /></h3>,
  divider: () => <hr />,
  section: Section,
  context: (p) => <div className="context"><Several {...p} elements={p.of.elements as Element[]} /></div>,
  actions: (p) => <div className="actions"><Several {...p} elements={p.of.elements as Element[]} /></div>,
  context_actions: (p) => <div className="actions"><Several {...p} elements={p.of.elements as Element[]} /></div>,
  image: ({ of }) => <figure>{of.title && <figcaption><Words of={of.title} /></figcaption>}<Picture of={of} /></figure>,
  markdown: ({ of }) => <Markdown text={String(of.text ?? "")} />,
  rich_text: ({ of }) => <RichText of={of as unknown as Rich} />,
  plan: ({ of }) => <Plan of={of} />,
  task_card: ({ of }) => <div className="plan"><TaskCard of={of as never} /></div>,
  table: ({ of }) => <Table of={of} />,
  data_table: ({ of }) => <Table of={of} />,
  data_visualization: ({ of }) => <Graph of={of} />,
  alert: Alert,
  card: Card,
  carousel: ({ of, place }) => <div className="carousel">{(of.cards ?? (of.elements as Block[] | undefined))?.map((c, i) => <Card key={c.block_id ?? i} of={c} place={place} />)}</div>,
  container: ({ of, place }) => <div className="container"><Blocks of={of.blocks ?? []} place={place} /></div>,
};

// Show is one block; of what it does not know it says so.
export function Show({ of, place }: Props) {
  const Kind = kinds[of.type];
  return Kind ? <Kind of={of} place={place} /> : <div className="unsupported">({of.type}: not shown in the sandbox)</div>;
}

// Blocks are those of a message or a view. A block that stays keeps its elements,
// with what is typed or chosen in them.
export const Blocks = ({ of, place }: { of: Block[]; place: Place }) =>
  of.map((block, i) => <Show key={block.block_id ?? i} of={block} place={place} />);
