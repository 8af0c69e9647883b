import { expect, test } from "vitest";
import { marksOf, scaleOf, size, ticks } from "./scale";

test.each([
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0, 22.5, [0, 5, 10, 15, 20]],
  [-3, 4, [-2, 0, 2, 4]],
  [0, 0, [0]],
])("between %d and %d stand round numbers", (bottom, top, want) => expect(ticks(bottom, top)).toEqual(want));

test("zero is on the axis, and the highest value at the top", () => {
  const at = scaleOf({ type: "line", axis_config: { categories: ["a", "b"] }, series: [{ name: "s", data: [{ label: "a", value: 4 }, { label: "b", value: 8 }] }] });
  expect([at.y(0), at.y(8), at.x(1)]).toEqual([size.high, 0, size.wide]);
});

test("each mark is seen, and none upon another", () => {
  const names = ["-2", "-1 ▲10 %", "0 ▲25 %", ...Array.from({ length: 17 }, (_, n) => String(n + 1)), "18 ▲100 %"];
  const marks = marksOf(names, scaleOf({ type: "line", axis_config: { categories: names }, series: [] }));
  expect(marks.map((m) => [m.text, m.row])).toEqual([["▲10 %", 1], ["▲25 %", 2], ["▲100 %", 1]]);
  expect(marks.at(-1)!.x).toBe(size.wide);
});
