// The page follows what the chosen person sees, by requests that wait for news.
import { call, reason, Refused } from "./api";
import { refresh, useCloud } from "./cloud/store";
import type { Info, Workspace } from "./types";
import { begin, take, useWorld } from "./world";

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

// watch runs for as long as the page is open, or until over says so.
export async function watch(over?: AbortSignal): Promise<void> {
  while (!over?.aborted && !useWorld.getState().info) {
    await Promise.all([call<Info>("GET", "api/info"), refresh()]).then(([info]) => begin(info, useCloud.getState().cloud?.targets ?? []), lost);
  }
  while (!over?.aborted) await look();
}

// look asks once what there is to see, and waits for news if that is known. It is
// cut short when one wants to be somebody else.
async function look(): Promise<void> {
  const { wanted, view } = useWorld.getState();
  const since = view?.me.id === wanted ? `&since=${view.version}` : "";
  const gone = new AbortController();
  const stop = useWorld.subscribe((w) => { if (w.wanted !== wanted) gone.abort(); });
  try {
    const fresh = await call<Workspace>("GET", `ui/view?user=${encodeURIComponent(wanted)}${since}`, undefined, gone.signal);
    if (gone.signal.aborted) return;
    take(fresh);
    await wait(80); // news that come together are shown together
  } catch (e) {
    if (!gone.signal.aborted) await lost(e);
  } finally {
    stop();
  }
}

// lost is an answer that says nothing new. A sandbox that begins anew says so, and
// is there in a moment; it has another past.
async function lost(e: unknown): Promise<void> {
  const anew = e instanceof Refused && e.status === 503;
  useWorld.setState((w) => ({ lost: anew ? w.lost : reason(e), view: w.view && { ...w.view, version: 0 } }));
  await wait(anew ? 100 : 1000);
}
