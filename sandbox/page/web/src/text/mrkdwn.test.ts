import { expect, test } from "vitest";
import { markdown, mrkdwn, plain } from "./mrkdwn";

test.each([
  ["*bold* and _italic_ and ~gone~", [{ kind: "bold", of: ["bold"] }, " and ", { kind: "italic", of: ["italic"] }, " and ", { kind: "strike", of: ["gone"] }]],
  ["a &lt; b *c &amp; d* &gt;", ["a < b ", { kind: "bold", of: ["c & d"] }, " >"]],
  ["2*3*4 and snake_case_name stay", ["2*3*4 and snake_case_name stay"]],
  ["`a *b*` is code", [{ kind: "code", text: "a *b*" }, " is code"]],
  ["```\nif a < b\n```", [{ kind: "pre", text: "if a < b\n" }]],
  ["&gt; said\n&gt; twice\nanswer", [{ kind: "quote", of: ["said\ntwice"] }, "answer"]],
  ["<https://a.example|the *site*>", [{ kind: "link", url: "https://a.example", of: ["the ", { kind: "bold", of: ["site"] }] }]],
  ["<@U1> in <#C1|prod>", [{ kind: "user", id: "U1", label: undefined }, " in ", { kind: "channel", id: "C1", label: "prod" }]],
  ["<!date^1795279893^{date_short} at {time}|then>", [{ kind: "date", at: 1795279893, format: "{date_short} at {time}", url: undefined, fallback: "then" }]],
  [":rocket: at 10:30:45", [{ kind: "emoji", name: "rocket" }, " at 10", { kind: "emoji", name: "30" }, "45"]],
])("mrkdwn reads %s", (text, nodes) => expect(mrkdwn(text)).toEqual(nodes));

test("what was escaped is text: nobody is called, nothing is linked", () => {
  expect(mrkdwn("&lt;!channel&gt; &lt;@U1&gt; &lt;https://a.example|x&gt; &amp;lt;")).toEqual(["<!channel> <@U1> <https://a.example|x> &lt;"]);
});

test("plain text has emoji and no other markup", () => {
  expect(plain("*a* <!channel> :tada:")).toEqual(["*a* <!channel> ", { kind: "emoji", name: "tada" }]);
  expect(plain(":tada:", false)).toEqual([":tada:"]);
});

test("markdown has its own marks", () => {
  expect(markdown("**a** [b](https://c.example) *d*")).toEqual([
    { kind: "bold", of: ["a"] }, " ", { kind: "link", url: "https://c.example", of: ["b"] }, " ", { kind: "italic", of: ["d"] },
  ]);
});
