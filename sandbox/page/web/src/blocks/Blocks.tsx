// Block Kit: every block that the sandbox's Slack takes, as far as there is
// something to see in it.
import type { ReactNode } from "react";
import type { Place } from "../act";
import { Act } from "../elements/Act";
import type { Block, Element, Kinds, Text } from "../kit";
import { Link, Words } from "../text/Text";
import { Graph } from "./Graph";
import { Markdown } from "./Markdown";
import { Plan, TaskCard } from "./Plan";
import { RichText } from "./RichText";
import { Table } from "./Table";
import "./blocks.css";
import "./data.css";

interface Props<K extends keyof Kinds> {
  of: Block<K>;
  place: Place;
}

// Picture shows an image of this page only: none is loaded from elsewhere.
function Picture({ of }: { of: Pick<Element, "image_url" | "alt_text"> }) {
  if (/^data:image\//.test(of.image_url ?? "")) return <img src={of.image_url} alt={of.alt_text} />;
  return <span className="picture">🖼 {of.image_url ? <Link url={of.image_url}>{of.alt_text}</Link> : <bdi>{of.alt_text}</bdi>}</span>;
}

const isText = (e: Element | Text): e is Text => e.type === "mrkdwn" || e.type === "plain_text";

function One({ element, place, block }: { element: Element | Text; place: Place; block: string }) {
  if (isText(element)) return <span><Words of={element} /></span>;
  if (element.type === "image") return <Picture of={element} />;
  return <Act element={element} place={place} block={block} />;
}

const Several = ({ of, place, elements }: Props<keyof Kinds> & { elements?: (Element | Text)[] }) =>
  elements?.map((e, i) => <One key={isText(e) ? i : (e.action_id ?? i)} element={e} place={place} block={of.block_id ?? ""} />);

function Section({ of, place }: Props<"section">) {
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

const Alert = ({ of }: Props<"alert">) => (
  <div className={"alert " + (of.level ?? "")} role="note">{levels[of.level ?? ""]}<Words of={of.text} /></div>
);

const Card = ({ of, place }: Props<"card">) => (
  <div className="card-block">
    <strong><Words of={of.title} /></strong>
    {of.subtitle && <small><Words of={of.subtitle} /></small>}
    {of.body && <div className="text"><Words of={of.body} /></div>}
    {of.actions && <div className="actions"><Several of={of} place={place} elements={of.actions} /></div>}
  </div>
);

const Row = ({ of, place }: Props<"actions" | "context_actions">) =>
  <div className="actions"><Several of={of} place={place} elements={of.elements} /></div>;

const Carousel = ({ of, place }: Props<"carousel">) => (
  <div className="carousel">{(of.cards ?? of.elements)?.map((c, i) => <Card key={c.block_id ?? i} of={c} place={place} />)}</div>
);

// An input has its place in a modal, which draws it: Modal.tsx.
type Shown = Exclude<keyof Kinds, "input">;

const kinds: { [K in Shown]: (p: Props<K>) => ReactNode } = {
  header: ({ of }) => <h3 className="header"><Words of={of.text} /></h3>,
  divider: () => <hr />,
  section: Section,
  context: ({ of, place }) => <div className="context"><Several of={of} place={place} elements={of.elements} /></div>,
  actions: Row,
  context_actions: Row,
  image: ({ of }) => <figure>{of.title && <figcaption><Words of={of.title} /></figcaption>}<Picture of={of} /></figure>,
  markdown: ({ of }) => <Markdown text={of.text ?? ""} />,
  rich_text: ({ of }) => <RichText of={of} />,
  plan: ({ of }) => <Plan of={of} />,
  task_card: ({ of }) => <div className="plan"><TaskCard of={of} /></div>,
  table: ({ of }) => <Table of={of} />,
  data_table: ({ of }) => <Table of={of} />,
  data_visualization: ({ of }) => <Graph of={of} />,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: ({ of, place }) => <div className="container"><Blocks of={of.blocks ?? []} place={place} /></div>,
};

const isShown = (of: Block): of is Block<Shown> => Object.hasOwn(kinds, of.type);

function Known<K extends Shown>({ of, place }: Props<K>) {
  const draw: (p: Props<K>) => ReactNode = kinds[of.type as K];
  return draw({ of, place });
}

// Show is one block; of what it does not know it says so.
export function Show({ of, place }: { of: Block; place: Place }) {
  return isShown(of) ? <Known of={of} place={place} /> : <div className="unsupported">({of.type}: not shown in the sandbox)</div>;
}

// Blocks are those of a message or a view. A block that stays keeps its elements,
// with what is typed or chosen in them.
export const Blocks = ({ of, place }: { of: Block[]; place: Place }) =>
  of.map((block, i) => <Show key={block.block_id ?? i} of={block} place={place} />);
