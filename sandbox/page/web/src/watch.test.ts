import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useCloud } from "./cloud/store";
import { watch } from "./watch";
import { become, useWorld } from "./world";

const info = { url: "", team_id: "", commits: [], channels: [], users: [{ id: "U1", name: "Ana", role: "developer" }, { id: "U2", name: "Gus", role: "guest" }] };
const viewOf = (url: string) => {
  const query = new URLSearchParams(url.split("?")[1]);
  const me = { id: query.get("user")!, name: "" };
  return { since: query.get("since"), view: { version: 7, team: "Acme", me, users: [], channels: [] } };
};

let over: AbortController, views: string[], answer: (url: string, signal: AbortSignal) => Response | Promise<Response>;

// never is a request that waits for news which do not come.
const never = (signal: AbortSignal) => new Promise<Response>((_, fail) => signal.addEventListener("abort", () => fail(signal.reason)));

beforeEach(() => {
  vi.useFakeTimers();
  over = new AbortController();
  views = [];
  answer = (url, signal) => (viewOf(url).since ? never(signal) : Response.json(viewOf(url).view));
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    if (url === "/sandbox/api/info") return Response.json(info);
    if (url === "/sandbox/ui/cloud") return Response.json({ targets: [] });
    views.push(url);
    return answer(url, init.signal!);
  }));
  useWorld.setState({ info: null, view: null, me: "", wanted: "", lost: "" });
  useCloud.setState({ cloud: null });
  localStorage.clear();
});
afterEach(() => {
  over.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// open begins to watch.
const open = () => {
  void watch(over.signal);
  return pass(100);
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const world = () => useWorld.getState();

test("one is somebody else only once their view is there", async () => {
  await open();
  expect(world().me).toBe("U1");
  let came = (_: Response) => {};
  answer = () => new Promise((done) => { came = done; });
  become("U2");
  await pass(100);
  expect([world().me, world().view!.me.id, world().wanted]).toEqual(["U1", "U1", "U2"]);
  came(Response.json(viewOf(views.at(-1)!).view));
  await pass(100);
  expect([world().me, world().view!.me.id]).toEqual(["U2", "U2"]);
});

test("a sandbox that begins anew is no sandbox that is away: it is asked again soon, from its beginning", async () => {
  answer = () => Response.json({ error: "the sandbox begins anew" }, { status: 503 });
  await open();
  expect([world().view, world().lost]).toEqual([null, ""]);
  answer = (url) => Response.json(viewOf(url).view);
  await pass(150);
  expect(world().view!.me.id).toBe("U1");
});

test("an answer that was cut off is no view", async () => {
  answer = () => new Response("");
  await open();
  expect([world().view, world().lost]).toEqual([null, "The sandbox does not answer."]);
});

test("a refusal is told as what it is", async () => {
  answer = () => Response.json({ error: "there is no such user" }, { status: 400 });
  await open();
  expect(world().lost).toBe("there is no such user");
});
