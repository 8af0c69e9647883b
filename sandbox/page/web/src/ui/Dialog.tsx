import { useEffect, useRef, type ReactNode } from "react";

interface Props {
  label: string;
  role?: "alertdialog";
  describedBy?: string; // id of what it says
  className?: string;
  onClose: () => void; // Esc; the parent then no longer renders it
  children: ReactNode;
  testid?: string;
}

// focusIn begins at data-focus, or at the first thing to fill in, else to press.
export function focusIn(box: HTMLElement): void {
  const shown = (query: string) => [...box.querySelectorAll<HTMLElement>(query)].find((e) => e.getClientRects().length > 0);
  (shown("[data-focus]") ?? shown("input, textarea, .pick-button") ?? shown(".primary") ?? shown("footer button"))?.focus();
}

// Dialog is a window above all else: what is below cannot be reached until it is
// gone, and then the focus goes back to where it was. Esc closes an open list in it
// first.
export function Dialog({ label, role, describedBy, className = "", onClose, children, testid }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const inList = useRef(false); // the key that was pressed last was for an open list
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const box = dialog.current!;
    const before = document.activeElement as HTMLElement | null, around = before?.closest<HTMLElement>("article");
    const note = () => { inList.current = box.querySelector(".popup") !== null; };
    const forced = () => { // a browser lets Esc be prevented once only
      box.showModal();
      close.current();
    };
    window.addEventListener("keydown", note, true); // before the list hears it, and is gone
    box.addEventListener("close", forced);
    box.showModal();
    focusIn(box);
    return () => {
      window.removeEventListener("keydown", note, true);
      box.removeEventListener("close", forced);
      box.close();
      [before, around].find((spot) => spot?.isConnected)?.focus({ preventScroll: true }); // an edit may have taken it away
    };
  }, []);
  const cancel = (e: React.SyntheticEvent) => {
    if (e.target !== dialog.current) return;
    e.preventDefault();
    if (!inList.current) onClose();
  };
  return (
    <dialog ref={dialog} role={role} aria-label={label} aria-describedby={describedBy} className={className} data-testid={testid} onCancel={cancel}>
      {children}
    </dialog>
  );
}
