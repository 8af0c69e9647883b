// share gives the new value, made of the old one wherever both are alike: what did
// not change is the same object still, so that React leaves it alone. Members of a
// list that have a ts or an id are found by it, as a new one may stand before them.
export function share<T>(old: unknown, fresh: T): T {
  if (Object.is(old, fresh) || !isObject(old) || !isObject(fresh) || Array.isArray(old) !== Array.isArray(fresh)) return fresh;
  const out = Array.isArray(old) && Array.isArray(fresh) ? list(old, fresh) : record(old, fresh);
  return (alike(old, out as Thing) ? old : out) as T;
}

type Thing = Record<string, unknown>;

const isObject = (v: unknown): v is Thing => typeof v === "object" && v !== null;

const name = (v: unknown): unknown => (isObject(v) ? (v.ts ?? v.id) : undefined);

function list(old: unknown[], fresh: unknown[]): unknown[] {
  const byName = new Map(old.map((v) => [name(v), v]));
  return fresh.map((v, i) => share(name(v) === undefined ? old[i] : byName.get(name(v)), v));
}

function record(old: Thing, fresh: Thing): Thing {
  return Object.fromEntries(Object.entries(fresh).map(([k, v]) => [k, share(old[k], v)]));
}

function alike(a: Thing, b: Thing): boolean {
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((k) => Object.is(a[k], b[k]));
}
