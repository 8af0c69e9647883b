import { useEffect, useRef } from "react";
import { dismiss, useWorld } from "../world";
import { Button } from "./Button";

// Toasts are short notes about what went wrong. They stand above dialogs too. They
// are read out from a region that is always there: one that opens with its text in
// it may not be heard.
export function Toasts() {
  const toasts = useWorld((w) => w.toasts);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = box.current?.matches(":popover-open");
    if (shown) box.current?.hidePopover();
    if (toasts.length > 0) box.current?.showPopover(); // the last to be shown is the topmost
  }, [toasts]);
  return (
    <>
      <div className="unseen" role="status">{toasts.at(-1)?.text}</div>
      <div ref={box} popover="manual" className="toasts" data-testid="toasts">
        {toasts.map((t) => (
          <div key={t.id} className="toast" data-testid="toast">
            <span><bdi>{t.text}</bdi></span>
            <Button kind="icon" aria-label="Dismiss" onClick={() => dismiss(t.id)}>✕</Button>
          </div>
        ))}
      </div>
    </>
  );
}
