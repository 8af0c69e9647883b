// What one does with an element of a message, a modal or the Home tab.
import { call, reason } from "./api";
import type { Confirm } from "./kit";
import { ask, toast, useWorld } from "./world";

// Place is where an element is.
export type Place = { channel: string; ts: string } | { view_id: string };

// Choice is what somebody gave an element: one thing, or several.
export interface Choice {
  value?: string;
  values?: string[];
}

export interface Used {
  place: Place;
  block: string;
  action: string;
  confirm?: Confirm;
}

// keyOf tells elements apart.
export const keyOf = ({ place, block, action }: Used): string => [...Object.values(place), block, action].join("/");

const linger = 800; // milliseconds until what a click did is seen

// act passes on a choice, after the element's question. It tells whether the app
// heard it; while it is under way the element is pending.
export async function act(used: Used, choice: Choice): Promise<boolean> {
  if (used.confirm && !(await ask(used.confirm))) return false;
  const key = keyOf(used);
  mark(key, true);
  try {
    await call("POST", "ui/act", {
      user: useWorld.getState().me, ...used.place, block_id: used.block, action_id: used.action, ...choice,
    });
    return true;
  } catch (e) {
    toast(reason(e));
    return false;
  } finally {
    setTimeout(() => mark(key, false), linger);
  }
}

function mark(key: string, pending: boolean): void {
  useWorld.setState((w) => {
    const next = new Set(w.pending);
    if (pending) next.add(key);
    else next.delete(key);
    return { pending: next };
  });
}

// usePending tells whether an element was used a moment ago.
export const usePending = (used: Used): boolean => useWorld((w) => w.pending.has(keyOf(used)));
