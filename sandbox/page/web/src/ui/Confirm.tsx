import { Words, plainly } from "../text/Text";
import { useWorld } from "../world";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

// Confirm asks what somebody wants to know with ask(), before something is done.
export function Confirm() {
  const question = useWorld((w) => w.question);
  if (!question) return null;
  const { confirm, answer } = question;
  const danger = confirm.style === "danger";
  return (
    <Dialog label={plainly(confirm.title) || "Are you sure?"} className="confirm" testid="confirm" onClose={() => answer(false)}>
      <h2><Words of={confirm.title ?? "Are you sure?"} /></h2>
      <div className="text"><Words of={confirm.text} /></div>
      <div className="answers">
        <Button data-testid="confirm-cancel" onClick={() => answer(false)}>{plainly(confirm.deny) || "Cancel"}</Button>
        <Button data-focus kind={danger ? "danger" : "primary"} data-testid="confirm-ok" onClick={() => answer(true)}>{plainly(confirm.confirm) || "Yes"}</Button>
      </div>
    </Dialog>
  );
}
