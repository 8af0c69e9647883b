// Tables; the first row names the columns.
import type { Block, Cell } from "../kit";
import { useTab } from "../ui/reach";
import { RichText } from "./RichText";

const Inside = ({ cell }: { cell: Cell }) =>
  "elements" in cell ? <RichText of={cell} /> : <bdi>{cell.text ?? cell.value}</bdi>;

export function Table({ of }: { of: Block<"table" | "data_table"> }) {
  const [head = [], ...rows] = of.rows ?? [];
  const tab = useTab();
  const align = (i: number) => "align-" + (of.column_settings?.[i]?.align ?? "left");
  return (
    <div className="table" tabIndex={tab ?? 0} role="region" aria-label={of.caption || "Table"}>
      <table>
        {of.caption && <caption><bdi>{of.caption}</bdi></caption>}
        <thead><tr>{head.map((c, i) => <th key={i} scope="col" className={align(i)}><Inside cell={c} /></th>)}</tr></thead>
        <tbody>{rows.map((row, r) => <tr key={r}>{row.map((c, i) => <td key={i} className={align(i)}><Inside cell={c} /></td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
