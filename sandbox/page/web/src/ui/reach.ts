// Of a list of messages only one is in the Tab key's way; the arrow keys go to the
// others.
import { createContext, use } from "react";

export const Reachable = createContext(true);

// useTab is the tabIndex of whatever can have the focus: by itself it stops at no
// message but the active one.
export const useTab = (): -1 | undefined => (use(Reachable) ? undefined : -1);
