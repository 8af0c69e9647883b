// Markdown is a block of Markdown: headings, lists, code and lines.
import { markdown } from "../text/mrkdwn";
import { Nodes } from "../text/Text";

function Line({ text }: { text: string }) {
  const heading = text.match(/^#{1,6} +(.*)/);
  if (heading) return <strong className="text heading"><Nodes of={markdown(heading[1]!)} /></strong>;
  const item = text.match(/^ *[-*] +(.*)/);
  return <div className={item ? "text item" : "text"}><Nodes of={markdown(item ? item[1]! : text)} /></div>;
}

export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown">
      {text.split(/```\w*\n?([\s\S]*?)```\n?/).map((part, i) =>
        i % 2 === 1 ? <pre key={i}>{part}</pre> : part.replace(/\n$/, "").split("\n").map((line, n) => <Line key={`${i}.${n}`} text={line} />))}
    </div>
  );
}
