import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { target } from "../cloud/examples";
import { home, startTour, useWorld } from "../world";
import { Tour } from "./Tour";

const info = {
  url: "", team_id: "", users: [], channels: [{ id: "C1", name: "checkout", service: "checkout" }],
  commits: [{ service: "checkout", sha: "abc1234567", behaviour: "good", subject: "Ship", author: "ana" }],
};

let root: Root;

beforeEach(async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const view = { version: 1, team: "", me: { id: "U1", name: "Ana" }, users: [], channels: [{ id: "C1", name: "checkout", messages: [] }] };
  useWorld.setState({ info, view, me: "U1", channel: home, drafts: { C1: "" }, tour: false });
  root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(async () => root.render(<Tour />));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it("begins in the first service's channel, with a command in the box", async () => {
  await act(async () => startTour([target]));
  expect([useWorld.getState().channel, useWorld.getState().drafts.C1]).toEqual(["C1", "/deploy prod abc123"]);
});

it("leaves what somebody has written there", async () => {
  useWorld.setState({ drafts: { C1: "half" } });
  await act(async () => startTour([target]));
  expect(useWorld.getState().drafts.C1).toBe("half");
});

it("stands in the middle, without a spotlight, when what it speaks of is not there", async () => {
  await act(async () => startTour([target]));
  const card = document.querySelector("[data-testid=tour]")!;
  expect(card.parentElement!.className).toBe("tour-centre");
  expect(document.querySelector("[data-testid=spotlight]")).toBeNull();
});
