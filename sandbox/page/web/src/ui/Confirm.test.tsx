import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { plainText } from "../kit";
import { ask, useWorld } from "../world";
import { Confirm } from "./Confirm";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.spyOn(HTMLElement.prototype, "getClientRects").mockReturnValue([{}] as unknown as DOMRectList); // everything can be seen
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it.each([["danger", "confirm-cancel"], ["primary", "confirm-ok"]] as const)("what is %s begins on %s", async (style, testid) => {
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(async () => root.render(<Confirm />));
  await act(async () => { void ask({ title: plainText("Roll back?"), text: plainText("To v41"), style }); });
  expect((document.activeElement as HTMLElement).dataset.testid).toBe(testid);
  const dialog = document.querySelector("[role=alertdialog]")!;
  expect(document.getElementById(dialog.getAttribute("aria-describedby")!)!.textContent).toBe("To v41");
  await act(async () => {
    useWorld.getState().question!.answer(false);
    root.unmount();
  });
});
