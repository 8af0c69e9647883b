import { call, reason } from "../api";
import { Menu } from "../ui/Menu";
import { toast, useWorld } from "../world";

// GlobalShortcuts are what the app can do from anywhere, in the composer's ⚡ menu.
export function GlobalShortcuts() {
  const all = useWorld((w) => w.view?.shortcuts);
  const global = all?.filter((s) => s.kind === "global") ?? [];
  if (global.length === 0) return null;
  const run = (callback_id: string) =>
    void call("POST", "ui/shortcut", { user: useWorld.getState().me, callback_id, channel: "", ts: "" }).catch((e) => toast(reason(e)));
  return (
    <Menu label="Shortcuts" placement="top-start" testid="shortcuts"
      items={global.map((s) => ({ key: s.callback_id, label: s.name, more: "Slipway", testid: "shortcut-" + s.callback_id, onChoose: () => run(s.callback_id) }))}>
      ⚡
    </Menu>
  );
}
