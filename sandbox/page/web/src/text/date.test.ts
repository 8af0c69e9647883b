import { expect, test } from "vitest";
import { day, written } from "./date";

const noon = new Date(2031, 2, 23, 12, 0, 0).getTime();
const seconds = (ms: number) => Math.floor(ms / 1000);

test("today is told by the clock that is given, not by this machine's", () => {
  expect(written(seconds(noon - 3600e3), "{date_short_pretty}", noon)).toBe("Today");
  expect(written(seconds(noon - 86_400e3), "at {date_pretty}", noon)).toBe("at yesterday");
  expect(day(seconds(noon + 86_400e3), noon)).toBe("Tomorrow");
});

test("another day is written out", () => {
  expect(written(seconds(new Date(2031, 0, 2, 8).getTime()), "{date_num}", noon)).toBe("2031-01-02");
  expect(written(seconds(noon - 5 * 86_400e3), "{date_short_pretty}", noon)).toMatch(/18/);
});

test.each([[30, "Just now"], [90, "1 minute ago"], [7300, "2 hours ago"], [-7300, "2 hours from now"], [3 * 86_400, "3 days ago"]])(
  "%d seconds back is %s", (back, text) => expect(written(seconds(noon) - back, "{ago}", noon)).toBe(text));

test("an unknown token is left, and no time is nothing", () => {
  expect(written(seconds(noon), "{when} x", noon)).toBe("{when} x");
  expect(written(NaN, "{date}", noon)).toBeUndefined();
});
