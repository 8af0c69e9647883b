import type { User } from "../types";
import { nameOf } from "../world";

// hue is a colour of somebody's own, in eight steps.
const hue = (name: string) => [...name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 8, 0);

// Avatar is somebody's first letter; the app has its picture.
export function Avatar({ of, name = nameOf(of) }: { of?: User; name?: string }) {
  if (of?.is_bot) return <img className="avatar" src="icon.svg" alt="" />;
  return <span className={`avatar hue-${hue(name)}`} aria-hidden="true">{(name || "?").charAt(0).toUpperCase()}</span>;
}
