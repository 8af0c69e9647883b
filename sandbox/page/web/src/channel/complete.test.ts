import { expect, test } from "vitest";
import { step } from "./complete";

test("the choice goes round, by way of none", () => {
  const down = [0, 1, 2, 3].reduce<number[]>((at) => [...at, step(at.at(-1)!, 1, 3)], [-1]);
  expect(down).toEqual([-1, 0, 1, 2, -1]);
  expect(step(-1, -1, 3)).toBe(2);
  expect(step(0, -1, 3)).toBe(-1);
});
