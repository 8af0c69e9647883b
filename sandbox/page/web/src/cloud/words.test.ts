import { describe, expect, it } from "vitest";
import { rollout, target } from "./examples";
import { count, duration, happening, outcome, percent, shares, why } from "./words";

const numbers = "v42 errors 20 % (24 of 118) vs 0.09 % (1 of 1,082): 220× worse";
const slow = "v42 slow calls 99 % (117 of 118) vs 0 % (0 of 1,082)";
const evidence = "evidence over 1,000,000 : 1, needed 200 : 1";
const verdict = `verdict: v42 is worse than its limit: ${numbers}, above the limit of 2 %; ${evidence}`;

describe("numbers", () => {
  it("are as long as they have to be", () => {
    expect([0, 0.0005, 0.0123, 0.105, 1].map(percent)).toEqual(["0 %", "0.05 %", "1.2 %", "11 %", "100 %"]);
    expect([80.4, 996, 1500, 3000].map(duration)).toEqual(["80 ms", "1 s", "1.5 s", "3 s"]);
    expect(count(1081.7)).toBe("1,082");
  });
});

describe("a reason", () => {
  it.each([
    [verdict, `it failed too many calls: ${numbers}, above the limit of 2 %`],
    [`verdict: v42 is worse than v41: ${numbers}; ${evidence}`, `it failed too many calls: ${numbers}`],
    [`verdict: v42 had a burst of errors in one minute: ${numbers}; by chance so many come in one minute less than once in a million times`,
      `it failed too many calls: ${numbers}`],
    [`verdict: v42 is worse than v41: ${slow}; ${evidence}`, `too many of its calls were slow: ${slow}`],
    ["verdict", "it failed too many calls"],
    ["health_check: status 500", "it failed its health check: status 500"],
    ["abort", "somebody stopped it"],
    ["something: else", "something: else"],
    ["", ""],
  ])("%s is said for people", (reason, words) => expect(why(reason)).toBe(words));
});

describe("the traffic", () => {
  it("is what is left for the stable version", () => {
    expect(shares(target)).toEqual([{ version: "41", share: 0.9 }, { version: "42", share: 0.1 }]);
    expect(shares({ ...target, live: null })).toEqual([]);
  });
});

describe("what happens", () => {
  it("says what a canary is while there is one", () => {
    const said = happening(rollout, target);
    expect(said).toContain("A canary: v42 gets 10 % of the calls. If it fails more than v41, or more than 2 %, and chance does not explain it, all go back");
    expect(said).toContain("else it gets 25 %");
    expect(happening({ ...rollout, step: 2 }, target)).toContain("else it gets all");
  });
  it("says why it is paused or goes back, rather than where it is", () => {
    expect(happening({ ...rollout, paused: true, reason: "asked: lunch" }, target)).toBe("Paused: somebody asked for it: lunch.");
    expect(happening({ ...rollout, phase: "rolling_back", reason: verdict }, target)).toMatch(/^Going back: it failed too many calls: v42 errors/);
  });
  it("promises nothing of a judge that only looks on", () => {
    expect(happening({ ...rollout, shadow: true }, target)).toBe("A canary: v42 gets 10 % of the calls, and 25 %. The judge only looks on.");
    expect(happening({ ...rollout, phase: "watching", shadow: true }, target)).toBe("All calls go to v41. It is watched; the judge only looks on.");
  });
  it("has words for a phase that it does not know", () => expect(happening({ ...rollout, phase: "brand_new" }, target)).toBe("brand new."));
});

describe("an outcome", () => {
  const now = Date.parse("2026-11-20T15:00:00");
  const last = { id: "01", phase: "succeeded", reason: "", sha: "abc123aee", ended: "2026-11-20T14:30:00" };
  it("tells the day only if it was not today", () => {
    expect(outcome(last, now)).toMatchObject({ good: true, text: expect.stringMatching(/^abc123a went live at/) });
    expect(outcome(last, now + 48 * 3600e3).text).toMatch(/^abc123a went live on Fri at/);
  });
  it("tells why it is no good one", () => {
    const back = outcome({ ...last, phase: "rolled_back", reason: verdict }, now);
    expect(back).toMatchObject({ good: false, text: expect.stringMatching(/went back at .*: it failed too many calls/) });
    expect(outcome({ ...last, phase: "failed", reason: "build" }, now).text).toMatch(/failed at .*: it could not be built$/);
  });
});
