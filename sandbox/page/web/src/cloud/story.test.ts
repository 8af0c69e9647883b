import { describe, expect, it } from "vitest";
import { rollout, target } from "./examples";
import { broken, ended, hindrance, watching } from "./story";

const commit = (service: string, sha: string, behaviour: string) => ({ service, sha, behaviour, subject: "Do it", author: "ana" });
const info = {
  url: "", team_id: "", users: [],
  channels: [{ id: "C0PAY", name: "payments", service: "payments" }, { id: "C0CHECK", name: "checkout", service: "checkout" }, { id: "C0DEPLOYS", name: "deploys", service: "" }],
  commits: [commit("payments", "bad0000001", "bad"), commit("checkout", "good000001", "good"), commit("checkout", "bad1111111", "bad"), commit("checkout", "bad2222222", "bad")],
};
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
    expect(watching(shipment, { id: "U", name: "Ana", role: "developer" })).toContain("compares it with v41");
    expect(watching(shipment, { id: "U", name: "Gus", role: "guest" })).toContain("Gus is a guest: Slipway refuses");
  });
  it("is that it went back, once it has", () => {
    const last = { id: "02", phase: "rolled_back", reason: "", sha: "", ended: "" };
    expect(ended({ ...target, last }, target)).toContain("by itself");
    expect(ended({ ...target, last }, { ...target, last })).toBe("");
  });
});

it("says why nothing can be shipped now", () => {
  expect(hindrance(target)).toBe("");
  expect(hindrance({ ...target, rollout })).toBe("A deploy to prod is under way");
  expect(hindrance({ ...target, lock: { by: "", reason: "" } })).toBe("prod is locked. Unlock it first");
});
