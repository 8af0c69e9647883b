// The page follows what the chosen person sees, by requests that wait for news.
import { call } from "./api";
import { share } from "./share";
import type { Info, Workspace } from "./types";
import { begin, home, useWorld } from "./world";

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

// watch runs for as long as the page is open.
export async function watch(): Promise<never> {
  while (!useWorld.getState().info) {
    await call<Info>("GET", "api/info").then(begin, lost);
  }
  for (;;) {
    const { me, view } = useWorld.getState();
    const since = view?.me.id === me ? `&since=${view.version}` : "";
    const gone = new AbortController();
    const stop = useWorld.subscribe((w) => { if (w.me !== me) gone.abort(); });
    try {
      take(await call<Workspace>("GET", `ui/view?user=${encodeURIComponent(me)}${since}`, undefined, gone.signal));
      await wait(80); // news that come together are shown together
    } catch {
      if (!gone.signal.aborted) await lost();
    } finally {
      stop();
    }
  }
}

function take(fresh: Workspace): void {
  useWorld.setState((w) => {
    const view = share(w.view, fresh);
    const there = w.channel === home || view.channels.some((c) => c.id === w.channel);
    return { view, lost: false, channel: there ? w.channel : (view.channels[0]?.id ?? home) };
  });
}

// lost is the sandbox not answering: a new one may have another past.
async function lost(): Promise<void> {
  useWorld.setState((w) => ({ lost: true, view: w.view && { ...w.view, version: 0 } }));
  await wait(1000);
}
