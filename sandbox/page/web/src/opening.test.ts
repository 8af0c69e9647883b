import { expect, test } from "vitest";
import { target } from "./cloud/examples";
import { opening } from "./opening";

const commit = (sha: string, behaviour: string) => ({ service: "checkout", sha, behaviour, subject: "Do it", author: "ana" });
const info = {
  url: "", team_id: "", users: [],
  channels: [{ id: "C0DEPLOYS", name: "deploys", service: "" }, { id: "C0CHECK", name: "checkout", service: "checkout" }],
  commits: [commit("old1234567", "good"), commit("abc1234567", "good"), commit("bad1234567", "bad")],
};
const staging = { ...target, environment: "staging", versions: [{ version: "41", sha: "ece0f16aa" }] };
const prod = { ...target, versions: [{ version: "41", sha: "ece0f16aa" }] };
const having = (t: typeof staging, ...shas: string[]) => ({ ...t, versions: shas.map((sha, i) => ({ version: String(41 + i), sha })) });

test("one begins in the first service's channel, with its newest good commit", () =>
  expect(opening(info, [staging, prod])).toEqual({ channel: "C0CHECK", command: "/deploy staging abc123" }));

test("what was shipped already is not offered again: it is brought on, and then another one is", () => {
  expect(opening(info, [having(staging, "abc1234567"), prod]).command).toBe("/deploy prod abc123");
  expect(opening(info, [having(staging, "abc1234567"), having(prod, "abc1234567")]).command).toBe("/deploy staging old1234");
  const all = ["abc1234567", "old1234567"];
  expect(opening(info, [having(staging, ...all), having(prod, ...all)])).toEqual({ channel: "C0CHECK", command: "" });
});
