// How the page speaks with the sandbox.

// Refused is an answer that is no success; its message is a sentence for people.
export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

// call sends a request to a path under /sandbox/. An answer that is no success
// is thrown as Refused; a sandbox that does not answer, or not to the end, throws
// what fetch throws. T is what docs/sandbox-api.md says: sandbox and page are one
// program, so it is not looked at again.
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await fetch("/sandbox/" + path, {
    method,
    signal,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) {
    const said = (await answer.json().catch(() => null)) as { error?: string } | null;
    throw new Refused(answer.status, said?.error ?? `The sandbox answered ${answer.status}.`);
  }
  return (answer.status === 204 ? null : await answer.json()) as T;
}

// reason is what went wrong, for people.
export const reason = (e: unknown): string =>
  e instanceof Refused ? e.message : "The sandbox does not answer.";
