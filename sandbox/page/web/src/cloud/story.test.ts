import { describe, expect, it } from "vitest";
import { rollout, target } from "./examples";
import { broken, ended, hindrance, unlocking, watching } from "./story";

const commit = (service: string, sha: string, behaviour: string) => ({ service, sha, behaviour, subject: "Do it", author: "ana" });
const info = {
  url: "", team_id: "", users: [],
  channels: [
    { id: "C0PAY", name: "payments", service: "payments" },
    { id: "C0CHECK", name: "checkout", service: "checkout" },
    { id: "C0DEPLOYS", name: "deploys", service: "" },
  ],
  commits: [
    commit("payments", "bad0000001", "bad"),
    commit("checkout", "good000001", "good"),
    commit("checkout", "bad1111111", "bad"),
    commit("checkout", "bad2222222", "bad"),
  ],
};
const lock = { by: "", reason: "" };
const staging = { ...target, environment: "staging", function: "checkout-staging" };
const targets = [staging, target, { ...target, service: "payments", function: "payments-prod" }];

describe("the broken version", () => {
  it("is the first bad commit of the channel's service, and goes to prod", () => {
    expect(broken(info, targets, "payments")).toMatchObject({ command: "/deploy prod bad0000", channel: "C0PAY" });
    expect(broken(info, targets, "checkout")).toMatchObject({ command: "/deploy prod bad1111", channel: "C0CHECK" });
  });
  it("is checkout's where no service is at home", () => expect(broken(info, targets, "")).toMatchObject({ channel: "C0CHECK" }));
  it("is the next one when the first is live already", () => {
    const live = { ...target, versions: [{ version: "41", sha: "bad1111111" }] };
    expect(broken(info, [live], "checkout")).toMatchObject({ command: "/deploy prod bad2222" });
  });
  it("is none where nothing bad waits", () => expect(broken({ ...info, commits: [] }, targets, "checkout")).toBeNull());
});

describe("what there is to see", () => {
  const shipment = broken(info, targets, "checkout")!;
  it("is the canary, or a refusal for a guest", () => {
    expect(watching(shipment, { id: "U", name: "Ana", role: "developer" })).toContain("if it fails more than v41, or more than 2 %, and chance does not explain it, Slipway takes it back");
    expect(watching(shipment, { id: "U", name: "Gus", role: "guest" })).toContain("Gus is a guest: Slipway refuses");
  });
  it("is a refusal for those without a role too", () =>
    expect(watching(shipment, { id: "U", name: "Mia", role: "viewer" })).toContain("Mia has no role that may deploy: Slipway refuses"));
  it("is that it went back, once it has, and what that has locked", () => {
    const last = { id: "02", phase: "rolled_back", reason: "", sha: "", ended: "" };
    expect(ended({ ...target, last }, target)).toMatch(/by itself.* in the channel\.$/);
    expect(ended({ ...target, last: { ...last, reason: "rollback: somebody wanted the version before" } }, target)).toMatch(/^Somebody took it back/);
    expect(ended({ ...target, last, lock }, target)).toMatch(/checkout is locked in prod\.$/);
    expect(ended({ ...target, last }, { ...target, last })).toBe("");
  });
});

it("says why nothing can be shipped now, and what lets it", () => {
  expect([hindrance(target), unlocking(target)]).toEqual(["", ""]);
  expect([hindrance({ ...target, rollout, lock }), unlocking({ ...target, rollout, lock })]).toEqual(["A deploy of checkout to prod is under way.", ""]);
  expect([hindrance({ ...target, lock }), unlocking({ ...target, lock })]).toEqual(["checkout is locked in prod.", "/deploy unlock prod checkout"]);
});
