// Tools are what can be done with a message: they show when it is pointed at, or
// has the focus.
import { call, reason } from "../api";
import type { Message } from "../types";
import { Button } from "../ui/Button";
import { Menu, type Item } from "../ui/Menu";
import { openThread, toast, useWorld } from "../world";

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).then(() => toast("Copied."), () => toast("The browser does not let the page copy."));
}

async function shortcut(callback: string, m: Message): Promise<void> {
  const user = useWorld.getState().me;
  await call("POST", "ui/shortcut", { user, callback_id: callback, channel: m.channel, ts: m.ts }).catch((e) => toast(reason(e)));
}

export function Tools({ m, inThread }: { m: Message; inThread?: boolean }) {
  const shortcuts = useWorld((w) => w.view?.shortcuts);
  const items: Item[] = [
    ...(shortcuts ?? []).filter((s) => s.kind === "message" && !m.ephemeral).map((s) => ({
      key: s.callback_id, label: s.name, more: "Slipway", testid: "shortcut-" + s.callback_id, onChoose: () => void shortcut(s.callback_id, m),
    })),
    { key: "copy", label: "Copy text", onChoose: () => void copy(m.text) },
  ];
  return (
    <div className="tools" role="group" aria-label="Message actions">
      {!inThread && !m.ephemeral && !m.thread_ts && (
        <Button kind="icon" data-testid="reply" aria-label="Reply in thread" onClick={() => openThread(m.ts)}>💬</Button>
      )}
      <Menu label="More actions" placement="bottom-end" testid="message-menu" items={items}>⋮</Menu>
    </div>
  );
}
