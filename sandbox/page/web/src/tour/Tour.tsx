// Tour shows a first visitor around. It gets in nobody's way: whatever it points
// at can be used meanwhile.
import * as Kit from "@ariakit/react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/Button";
import { endTour, show, useWorld } from "../world";
import { steps, type Step } from "./steps";
import "./tour.css";

type Frame = { x: number; y: number; width: number; height: number };

// useFrame follows an element that may move, or not be there.
function useFrame(name: string): Frame | null {
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    const selector = `[data-tour=${name}]`;
    document.querySelector(selector)?.scrollIntoView({ block: "nearest" });
    const look = () => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      const next = box && box.width > 0 ? { x: box.x, y: box.y, width: box.width, height: box.height } : null;
      setFrame((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    };
    look();
    const timer = setInterval(look, 200);
    return () => clearInterval(timer);
  }, [name]);
  return frame;
}

// sideOf is where the card stands: in a narrow window above or below what it is
// about, wherever there is more room.
function sideOf(step: Step, frame: Frame | null): Step["side"] {
  if (innerWidth > 860 || !frame) return step.side;
  return frame.y > innerHeight / 2 ? "top" : "bottom";
}

function Card({ at, go }: { at: number; go: (to: number) => void }) {
  const step = steps[at]!, last = at === steps.length - 1;
  const frame = useFrame(step.at), begin = useRef<HTMLButtonElement>(null);
  const popover = Kit.usePopoverStore({ open: true, placement: sideOf(step, frame), setOpen: (open) => { if (!open) endTour(); } });
  useEffect(() => popover.render(), [popover, frame]);
  return (
    <>
      {frame && <div className="spotlight" style={{ left: frame.x - 5, top: frame.y - 5, width: frame.width + 10, height: frame.height + 10 }} data-testid="spotlight" />}
      <Kit.Popover
        store={popover} className="tour" wrapperProps={{ className: frame ? "" : "tour-centre" }} portal fixed gutter={16} overlap overflowPadding={14}
        getAnchorRect={() => frame} hideOnInteractOutside={false} hideOnEscape initialFocus={begin} aria-label="Tour" data-testid="tour"
      >
        {frame && <Kit.PopoverArrow className="tour-arrow" size={22} />}
        <div aria-live="polite">
          <h2>{step.title}</h2>
          {step.text.map((t) => <p key={t}>{t}</p>)}
        </div>
        <footer>
          <small>{at + 1} of {steps.length}</small>
          {!last && <Button kind="quiet" data-testid="tour-close" onClick={endTour}>Skip</Button>}
          {at > 0 && <Button data-testid="tour-back" onClick={() => go(at - 1)}>Back</Button>}
          <Button ref={begin} kind="primary" data-testid="tour-next" onClick={() => (last ? endTour() : go(at + 1))}>{last ? "Begin" : "Next"}</Button>
        </footer>
      </Kit.Popover>
    </>
  );
}

export function Tour() {
  const open = useWorld((w) => w.tour && w.view !== null);
  const [at, go] = useState(0);
  useEffect(() => { if (open) show(steps[at]!.pane); }, [open, at]);
  useEffect(() => {
    if (!open) return;
    go(0);
    const escape = (e: KeyboardEvent) => { if (e.key === "Escape" && !e.defaultPrevented) endTour(); };
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("keydown", escape);
      show("messages");
    };
  }, [open]);
  return open ? <Card at={at} go={go} /> : null;
}
