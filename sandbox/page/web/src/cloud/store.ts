// What is known of the simulated cloud, for the whole page: useCloud((s) => s.cloud).
import { useEffect } from "react";
import { create } from "zustand";
import { call } from "../api";
import { share } from "../share";
import type { CloudState } from "./types";

export const useCloud = create<{ cloud: CloudState | null }>(() => ({ cloud: null }));

let asked = 0; // an answer that comes after that of a later question is old

export async function refresh(signal?: AbortSignal): Promise<void> {
  const mine = ++asked;
  const fresh = await call<CloudState>("GET", "ui/cloud", undefined, signal);
  if (mine === asked) useCloud.setState(({ cloud }) => ({ cloud: share(cloud, fresh) }));
}

// pause is how long to wait before asking again, in milliseconds.
function pause(): number {
  const { cloud } = useCloud.getState();
  return cloud && (cloud.bot === "down" || cloud.targets.some((t) => t.rollout)) ? 500 : 1000;
}

// usePolling asks again and again, as long as somebody looks.
export function usePolling(): void {
  useEffect(() => {
    const over = new AbortController();
    let timer = 0;
    const poll = async () => {
      clearTimeout(timer);
      if (!document.hidden) await refresh(over.signal).catch(() => undefined); // the page says that nobody answers
      clearTimeout(timer);
      if (!over.signal.aborted && !document.hidden) timer = window.setTimeout(poll, pause());
    };
    document.addEventListener("visibilitychange", poll, { signal: over.signal });
    void poll();
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, []);
}
