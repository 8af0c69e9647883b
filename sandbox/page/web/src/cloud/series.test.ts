import { describe, expect, it } from "vitest";
import { runs, series, span, top } from "./series";

const now = 1_800_000_000; // the start of a minute
const minute = (ago: number, version: string, calls: number, errors = 0) => ({ at: now - ago * 60, version, calls, errors });

describe("series", () => {
  it("are by version, with the latest full minute last", () => {
    const got = series([minute(2, "42", 100, 20), minute(1, "41", 900, 9), minute(1, "42", 100, 10)], now + 59);
    expect(got.map((s) => s.version)).toEqual(["41", "42"]);
    expect(got[1]!.points.map((p) => [p.minute, p.rate])).toEqual([[span - 2, 0.2], [span - 1, 0.1]]);
  });
  it("leave out what is too old, has not ended, or had no calls", () => {
    expect(series([minute(span + 1, "41", 5), minute(0, "41", 5), minute(3, "41", 0)], now)).toEqual([]);
  });
  it("put version 9 before version 10", () => {
    expect(series([minute(1, "10", 1), minute(1, "9", 1)], now).map((s) => s.version)).toEqual(["9", "10"]);
  });
});

describe("runs", () => {
  it("end where a minute is missing", () => {
    const points = series([minute(9, "1", 1), minute(8, "1", 1), minute(3, "1", 1)], now)[0]!.points;
    expect(runs(points).map((r) => r.length)).toEqual([2, 1]);
    expect(runs([])).toEqual([]);
  });
});

describe("top", () => {
  it.each([
    [[0], 2, 2], [[], 10, 10], [[1201], 10, 1500], [[20.3], 2, 30], [[100], 2, 100], [[9.1], 2, 10], [[8000], 10, 8000],
  ])("of %o, at least %d, is %d", (values, least, want) => {
    expect(top(values, least)).toBe(want);
  });
});
