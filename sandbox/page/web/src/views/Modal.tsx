// Modals are the app's windows: at most three, of which the topmost is shown.
import { useEffect, useRef, useState } from "react";
import { call, reason } from "../api";
import { Show } from "../blocks/Blocks";
import type { View } from "../kit";
import { plainly } from "../text/Text";
import { Button } from "../ui/Button";
import { Dialog, focusIn } from "../ui/Dialog";
import { toast, useWorld } from "../world";
import { answer, check, fieldOf, inputsOf, valueOf, type Errors, type Values } from "./form";
import { Input } from "./Input";
import "./views.css";

async function dismiss(view: View, all: boolean): Promise<void> {
  await call("POST", "ui/close", { user: useWorld.getState().me, view_id: view.id, all }).catch((e) => toast(reason(e)));
}

// useForm holds what is filled in, and sends it.
function useForm(view: View) {
  const here = useWorld((w) => w.channel);
  const [given, setGiven] = useState<Values>({});
  const [errors, setErrors] = useState<Errors>({});
  const [failed, setFailed] = useState("");
  const [busy, setBusy] = useState(false);

  // What was filled in goes with the block it was in: one that comes back later is empty.
  const there = inputsOf(view).map(fieldOf).join("\n");
  useEffect(() => {
    setGiven((old) => Object.fromEntries(Object.entries(old).filter(([name]) => there.split("\n").includes(name))));
  }, [there]);

  const submit = async () => {
    const wrong = check(view, given, here);
    setErrors(wrong);
    setFailed("");
    if (Object.keys(wrong).length > 0 || busy || view.submit_disabled) return;
    setBusy(true);
    try {
      const said = await call<{ errors?: Errors; error?: string } | null>("POST", "ui/submit",
        { user: useWorld.getState().me, view_id: view.id, values: answer(view, given, here) });
      setErrors(said?.errors ?? {});
      setFailed(said?.error ?? "");
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  };
  const change = (name: string, block: string, choice: Values[string]) => {
    setGiven((old) => ({ ...old, [name]: choice }));
    if (block in errors) setErrors(({ [block]: _, ...rest }) => rest);
  };
  return { given, errors, failed, busy, here, submit, change };
}

function Modal({ view, below, top }: { view: View; below: number; top: boolean }) {
  const form = useForm(view), place = { view_id: view.id };
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => { if (top) focusIn(box.current!); }, [top]);
  useEffect(() => {
    const wrong = box.current?.querySelector(".error")?.closest(".input");
    wrong?.querySelector<HTMLElement>("input, textarea, button")?.focus();
  }, [form.errors]);
  return (
    <form ref={box} className="modal-form" noValidate onSubmit={(e) => { e.preventDefault(); void form.submit(); }}>
      <header>
        {below > 0 && <Button kind="icon" aria-label="Back" data-testid="modal-back" onClick={() => void dismiss(view, false)}>←</Button>}
        <h2>{plainly(view.title)}</h2>
        <Button kind="icon" aria-label="Close" data-testid="modal-x" onClick={() => void dismiss(view, true)}>✕</Button>
      </header>
      <div className="modal-body body">
        {view.blocks.map((b, i) => (b.type === "input" ? (
          <Input key={b.block_id ?? i} of={b} place={place} choice={valueOf(b, form.given, form.here)} error={form.errors[b.block_id ?? ""]}
            onChange={(c) => form.change(fieldOf(b), b.block_id ?? "", c)} onEnter={() => void form.submit()} />
        ) : <Show key={b.block_id ?? i} of={b} place={place} />))}
      </div>
      <footer>
        {form.failed && <p className="error" role="alert" data-testid="modal-error">{form.failed}</p>}
        <Button data-testid="modal-close" onClick={() => void dismiss(view, false)}>{plainly(view.close) || (view.submit ? "Cancel" : "Close")}</Button>
        {(view.submit || inputsOf(view).length > 0) && (
          <button type="submit" className="button primary" data-testid="modal-submit" disabled={form.busy || view.submit_disabled} aria-busy={form.busy}>
            {form.busy ? "Sending …" : plainly(view.submit) || "Submit"}
          </button>
        )}
      </footer>
    </form>
  );
}

// Modals stay mounted while they are covered, so that what was typed stays.
export function Modals() {
  const modals = useWorld((w) => w.view?.modals);
  const top = modals?.at(-1);
  if (!modals || !top) return null;
  return (
    <Dialog label={plainly(top.title)} className="modal" testid="modal" onClose={() => void dismiss(top, false)}>
      {modals.map((view, i) => <div key={view.id} className="layer" hidden={view !== top}><Modal view={view} below={i} top={view === top} /></div>)}
    </Dialog>
  );
}
