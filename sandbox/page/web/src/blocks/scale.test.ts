import { expect, test } from "vitest";
import { scaleOf, size, ticks } from "./scale";

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
