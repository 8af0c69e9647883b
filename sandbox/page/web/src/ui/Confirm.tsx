import { useId } from "react";
import { Words, plainly } from "../text/Text";
import { useWorld } from "../world";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

// Confirm asks what somebody wants to know with ask(), before something is done. It
// begins on Cancel where a second Enter would do harm.
export function Confirm() {
  const question = useWorld((w) => w.question), text = useId();
  if (!question) return null;
  const { confirm, answer } = question;
  const danger = confirm.style === "danger";
  return (
    <Dialog label={plainly(confirm.title) || "Are you sure?"} role="alertdialog" describedBy={text} className="confirm" testid="confirm" onClose={() => answer(false)}>
      <h2><Words of={confirm.title ?? "Are you sure?"} /></h2>
      <div id={text} className="text"><Words of={confirm.text} /></div>
      <div className="answers">
        <Button data-focus={danger || undefined} data-testid="confirm-cancel" onClick={() => answer(false)}>{plainly(confirm.deny) || "Cancel"}</Button>
        <Button data-focus={!danger || undefined} kind={danger ? "danger" : "primary"} data-testid="confirm-ok" onClick={() => answer(true)}>
          {plainly(confirm.confirm) || "Yes"}
        </Button>
      </div>
    </Dialog>
  );
}
