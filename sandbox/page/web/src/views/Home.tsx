// Home is the app's Home tab, which it draws for each person anew.
import { useEffect } from "react";
import { Blocks } from "../blocks/Blocks";
import { call } from "../api";
import { useWorld } from "../world";
import "./views.css";

export function Home() {
  const me = useWorld((w) => w.me), view = useWorld((w) => w.view?.home), lost = useWorld((w) => w.lost);
  useEffect(() => {
    if (!lost) void call("POST", "ui/home", { user: me, tab: "home" }).catch(() => undefined); // what it published before stays
  }, [me, lost]);
  return (
    <div className="home" data-testid="home" role="region" aria-label="Home of Slipway" tabIndex={-1}>
      {view ? <div className="body" key={view.id}><Blocks of={view.blocks} place={{ view_id: view.id }} /></div>
        : <p className="nothing">Slipway shows here what is yours: your services, open rollouts, and what waits for you.</p>}
    </div>
  );
}
