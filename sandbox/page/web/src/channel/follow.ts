// A scrolling box that keeps at its end, unless somebody has scrolled back.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const close = 60; // pixels from the end that still are the end

const isAtEnd = (list: HTMLElement) => list.scrollHeight - list.scrollTop - list.clientHeight <= close;

const sizeOf = (list: HTMLElement) => list.clientWidth + "x" + list.clientHeight;

export interface Follow {
  box: React.RefObject<HTMLDivElement | null>;
  newer: boolean; // something came while one was looking further up
  onScroll: () => void;
  toEnd: () => void;
}

// useFollow follows a list; newest is the ts of its last message.
export function useFollow(newest: string): Follow {
  const box = useRef<HTMLDivElement>(null);
  const away = useRef(false);
  const end = useRef(0); // where the end was when it was last shown
  const size = useRef(""); // of the box when that was last heard of
  const begun = useRef(new Set<string>()); // long answers that were shown from their beginning
  const [seen, setSeen] = useState(newest);

  const toEnd = useCallback(() => {
    away.current = false;
    setSeen(newest);
    box.current?.scrollTo({ top: box.current.scrollHeight });
    end.current = box.current?.scrollTop ?? 0;
  }, [newest]);

  // An answer to oneself that is longer than the box is shown from its beginning,
  // once: that is where one starts to read. So is a message without replies.
  const toNewest = useCallback(() => {
    const list = box.current!, last = list.lastElementChild as HTMLElement | null;
    const whole = last && (last.classList.contains("ephemeral") || !last.previousElementSibling);
    if (!whole || last.offsetHeight <= list.clientHeight || begun.current.has(newest)) return toEnd();
    begun.current.add(newest);
    away.current = true;
    list.scrollTop = last.offsetTop - list.offsetTop;
  }, [newest, toEnd]);

  useLayoutEffect(() => {
    away.current ||= box.current!.scrollTop < end.current - close && !isAtEnd(box.current!); // a scroll that was not told yet
    if (!away.current) toNewest();
  });
  useEffect(() => {
    const sizes = new ResizeObserver(() => {
      size.current = sizeOf(box.current!);
      if (!away.current) toNewest();
    });
    sizes.observe(box.current!);
    return () => sizes.disconnect();
  }, [toNewest]);
  useEffect(() => { // a picture takes its place when it has come; its event does not bubble
    const list = box.current!, come = () => { if (!away.current) toNewest(); };
    list.addEventListener("load", come, true);
    return () => list.removeEventListener("load", come, true);
  }, [toNewest]);

  const onScroll = () => {
    const list = box.current!;
    if (size.current !== sizeOf(list)) return; // the window changed, and the browser moved it
    away.current = !isAtEnd(list);
    if (!away.current && seen !== newest) setSeen(newest);
  };
  return { box, newer: newest > seen && away.current, onScroll, toEnd };
}
