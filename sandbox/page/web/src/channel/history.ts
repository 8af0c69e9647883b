// What somebody sent before, so that ↑ brings it back.
import { recall, remember } from "../memory";

const most = 50;

const sent: string[] = recall<string[]>("history") ?? [];

// keep adds a text; the same twice in a row is one.
export function keep(text: string): void {
  if (sent.at(-1) !== text) sent.push(text);
  sent.splice(0, sent.length - most);
  remember("history", sent);
}

// back is what was sent n texts ago; nothing for n = 0, the newest for n = 1.
export const back = (n: number): string | undefined => sent[sent.length - n];
export const depth = (): number => sent.length;
