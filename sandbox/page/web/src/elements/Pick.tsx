// Pick is a list to choose from, one thing or several, with a box to search in
// where the list is long or comes from the app.
import * as Kit from "@ariakit/react";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { Button } from "../ui/Button";
import { useTab } from "../ui/reach";

export interface Item {
  value: string;
  label: string;
  more?: string;
  group?: string;
}

interface Props {
  label: string;
  placeholder: string;
  items: Item[]; // known from the start
  chosen: string[];
  many?: boolean;
  most?: number; // how many may be chosen
  clearable?: boolean;
  disabled?: boolean;
  actionID?: string;
  invalid?: string; // id of the text that says what is wrong
  onChoose: (values: string[]) => void;
  search?: (query: string) => Promise<Item[]>; // asks for items that fit
  least?: number; // characters before it is asked
}

const few = 8; // are chosen from without a search box

const fits = (query: string) => (item: Item) => item.label.toLowerCase().includes(query.trim().toLowerCase());

// useItems are those that fit what was typed into the search box. A later answer
// than the one to the latest question is not taken.
function useItems({ items, search, least = 0 }: Props, open: boolean, query: string): Item[] | "searching" {
  const [found, setFound] = useState<Item[] | "searching">("searching");
  const asks = search !== undefined, ask = useEffectEvent(async () => (search ? search(query) : []));
  useEffect(() => {
    if (!asks || !open) return;
    if (query.length < least) return setFound([]);
    let current = true;
    setFound("searching");
    const timer = setTimeout(() => {
      ask().then((got) => current && setFound(got), () => current && setFound([]));
    }, query ? 250 : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asks, open, query, least]);
  return search ? found : items.filter(fits(query));
}

function Choices({ found, hint, searchable }: { found: Item[] | "searching"; hint: string; searchable: boolean }) {
  if (found === "searching") return <div className="none" role="status">Searching …</div>;
  if (found.length === 0) return <div className="none">{hint}</div>;
  return found.map((item, i) => (
    <div key={item.value}>
      {item.group && item.group !== found[i - 1]?.group && <div className="group">{item.group}</div>}
      <Kit.SelectItem value={item.value} className="choice" render={searchable ? <Kit.ComboboxItem setValueOnClick={false} /> : undefined}>
        <bdi>{item.label}</bdi>
        {item.more && <small><bdi>{item.more}</bdi></small>}
      </Kit.SelectItem>
    </div>
  ));
}

// Searching gives a list a search box, where it has one.
function Searching({ when, query, onQuery, children }: { when: boolean; query: string; onQuery: (q: string) => void; children: ReactNode }) {
  if (!when) return children;
  return <Kit.ComboboxProvider value={query} setValue={onQuery} resetValueOnHide>{children}</Kit.ComboboxProvider>;
}

export function Pick(props: Props) {
  const { label, placeholder, items, chosen, many, most = Infinity, onChoose, search, least = 0 } = props;
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState<Record<string, string>>({}); // labels of what was found
  const found = useItems(props, open, query), tab = useTab();
  const name = (value: string) => seen[value] ?? items.find((i) => i.value === value)?.label ?? value;
  const take = (next: string | string[]) => {
    const values = [next].flat().filter(Boolean).slice(0, most);
    if (found !== "searching") setSeen({ ...seen, ...Object.fromEntries(found.map((i) => [i.value, i.label])) });
    onChoose(values);
  };
  const shown = chosen.map(name).join(", ");
  const searchable = !!search || items.length > few;
  const hint = query.length < least ? `Type at least ${least} characters.` : "Nothing fits.";
  const choices = <Choices found={found} searchable={searchable} hint={hint} />;
  const list = (
    <>
      <Kit.Combobox autoSelect="always" className="field search" placeholder="Search …" aria-label={"Search: " + label} />
      <Kit.ComboboxList>{choices}</Kit.ComboboxList>
    </>
  );
  return (
    <div className="pick">
      <Searching when={searchable} query={query} onQuery={setQuery}>
        <Kit.SelectProvider open={open} setOpen={setOpen} value={many ? chosen : (chosen[0] ?? "")} setValue={take} setValueOnMove={false}>
          <Kit.Select
            className="button pick-button" aria-label={shown ? `${label}: ${shown}` : label} disabled={props.disabled} tabIndex={tab}
            aria-invalid={!!props.invalid} aria-describedby={props.invalid} data-action-id={props.actionID}
          >
            <span className={shown ? "" : "soft"}><bdi>{shown || placeholder}</bdi></span><span aria-hidden="true">⌄</span>
          </Kit.Select>
          <Kit.SelectPopover className="popup" gutter={4} fixed sameWidth={false} unmountOnHide aria-label={label}>
            {searchable ? list : choices}
          </Kit.SelectPopover>
        </Kit.SelectProvider>
      </Searching>
      {props.clearable && shown && <Button kind="icon" aria-label={"Clear: " + label} onClick={() => onChoose([])}>✕</Button>}
    </div>
  );
}
