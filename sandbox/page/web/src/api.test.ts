import { afterEach, expect, test, vi } from "vitest";
import { call, reason } from "./api";

const answers = (body: string | null, status: number) => vi.stubGlobal("fetch", async () => new Response(body, { status }));

afterEach(() => vi.unstubAllGlobals());

test("an answer is what it says, or nothing", async () => {
  answers('{"version": 1}', 200);
  expect(await call("GET", "x")).toEqual({ version: 1 });
  answers(null, 204);
  expect(await call("POST", "x")).toBeNull();
});

test("a success that was cut off is none", async () => {
  answers("", 200);
  await expect(call("GET", "x")).rejects.toThrow();
});

test.each([
  ['{"error": "speed is missing"}', "speed is missing"],
  ["<html>", "The sandbox answered 400."],
])("a refusal says why: %s", async (body, why) => {
  answers(body, 400);
  expect(reason(await call("GET", "x").catch((e: unknown) => e))).toBe(why);
});
