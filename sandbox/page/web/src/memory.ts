// Small values that outlive a reload, where the browser lets us.

export function recall<T>(key: string): T | undefined {
  try {
    const kept = localStorage.getItem("slipway." + key);
    return kept === null ? undefined : (JSON.parse(kept) as T);
  } catch {
    return undefined; // a private window forgets
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem("slipway." + key, JSON.stringify(value));
  } catch {
    // a private window forgets
  }
}
