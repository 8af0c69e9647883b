package arch

// Module is the path that our own imports begin with.
const Module = "github.com/slipway-dev/slipway"

// An Arrow says what the packages in a folder may import. A pattern ending in
// "/..." means the folder and everything below it. The first row that matches
// a package counts. The standard library is free for all but Core packages.
type Arrow struct {
	Package string
	Ours    []string // folders of this module
	Others  []string // paths of other modules
	Core    bool     // computes only: no network, no files, no processes
	Why     string
}

// Arrows is the layout: the design's arrows, one row each.
func Arrows() []Arrow {
	const any = "..."
	core := []string{"rollout/..."}
	return []Arrow{
		{Package: "rollout/judge", Others: []string{"gonum.org/v1/gonum/..."}, Core: true,
			Why: "the judge is arithmetic: the same minutes give the same verdict anywhere"},
		{Package: "rollout/...", Ours: core, Core: true,
			Why: "the core is pure: state and an observation in, state and an intent out"},
		{Package: "commands/grammar", Others: []string{"github.com/agext/levenshtein/...", "golang.org/x/text/..."}, Core: true,
			Why: "the front parses text with it and must stay small"},
		{Package: "commands/...", Ours: []string{"rollout/...", "commands/..."}, Others: []string{"golang.org/x/sync/...", "github.com/bmatcuk/doublestar/..."}, Core: true,
			Why: "use cases reach the world through interfaces that they declare"},
		{Package: "config", Others: []string{"github.com/goccy/go-yaml/...", "github.com/agext/levenshtein/..."}, Core: true,
			Why: "a leaf: it is read by the front, which must stay small"},

		{Package: "bot/ingress", Ours: []string{"commands/grammar", "config", "bot/job"}, Others: []string{"github.com/slack-go/slack/..."},
			Why: "the front holds nothing that could move traffic"},
		{Package: "bot/job", Ours: []string{"commands/grammar"},
			Why: "what front and worker say to each other, so it may link no more than the front"},
		{Package: "bot/views", Ours: []string{"commands", "commands/grammar", "rollout/...", "bot/job"}, Others: []string{"github.com/slack-go/slack/..."},
			Why: "views are pure: an outcome in, Block Kit out"},
		{Package: "bot/client", Ours: []string{"bot/views", "commands", "rollout/..."}, Others: []string{"github.com/slack-go/slack/..."},
			Why: "the only one who calls Slack"},
		{Package: "bot/worker", Ours: []string{"commands", "commands/grammar", "rollout/...", "bot/job", "bot/views"}, Others: []string{"golang.org/x/sync/..."},
			Why: "it speaks to Slack, the queue and the store through interfaces that it declares"},

		{Package: "aws/failure", Ours: core, Others: []string{"github.com/aws/..."},
			Why: "a leaf: what the services' errors have in common"},
		{Package: "aws/call", Others: []string{"github.com/aws/..."},
			Why: "a leaf: the front calls with it what it links no client for"},
		{Package: "aws/...", Ours: []string{"rollout/...", "aws/call", "aws/failure"}, Others: []string{"github.com/aws/...", "golang.org/x/time/...", "golang.org/x/sync/..."},
			Why: "an adapter knows its vendor and the core's nouns, and shares with others only how to call and what errors mean"},
		{Package: "infra", Why: "it holds what is deployed, and knows nothing of the code"},
		{Package: "infra/examples/...", Others: []string{"github.com/aws/aws-lambda-go/..."}, Why: "a service that is shipped knows nothing of who ships it"},
		{Package: "github/...", Ours: []string{"rollout/...", "github/..."}, Others: []string{"github.com/google/go-github/...", "github.com/bradleyfalzon/ghinstallation/...", "golang.org/x/sync/..."},
			Why: "an adapter knows its vendor and the core's nouns, nothing else"},
		{Package: "pagerduty", Ours: core,
			Why: "an adapter knows its vendor and the core's nouns; the vendor is one POST, so it needs no library (docs/adr/0024)"},
		{Package: "local/picture", Ours: core, Others: []string{"gonum.org/v1/plot/..."},
			Why: "it draws what CloudWatch draws elsewhere"},
		{Package: "local/...", Ours: core, Others: []string{"go.etcd.io/bbolt/...", "golang.org/x/sync/..."},
			Why: "an adapter knows its vendor and the core's nouns, nothing else"},

		// Socket Mode is a WebSocket: frames that are masked and in pieces, which nobody should write twice.
		{Package: "sandbox/slack", Others: []string{"github.com/gorilla/websocket/..."},
			Why: "it knows nothing of deploys, so that others can test their apps with it"},
		{Package: "sandbox/github", Why: "it knows nothing of deploys, so that others can test their apps with it"},
		{Package: "sandbox/cloud", Others: []string{"gonum.org/v1/gonum/..."}, Why: "it knows what AWS knows, and nothing of rollouts"},
		{Package: "sandbox/cloud/wire", Ours: []string{"sandbox/cloud"}, Others: []string{"github.com/fxamacker/cbor/..."},
			Why: "it speaks the account's own wire, and no SDK, so that it cannot agree with one by accident"},
		{Package: "sandbox/clock", Why: "it tells the time, and nothing else"},
		{Package: "sandbox/disk", Others: []string{"go.etcd.io/bbolt/..."}, Why: "it keeps bytes, and nothing else"},
		{Package: "sandbox/...", Ours: []string{"sandbox/...", "rollout/..."}, Others: []string{"github.com/oklog/ulid/v2"},
			Why: "the simulation imports no adapter and no bot, so that it cannot agree with them by accident"},

		{Package: "cmd/...", Ours: []string{"rollout/...", "commands/...", "config", "bot/...", "aws/...", "github/...", "pagerduty", "local/...", "sandbox/...", "infra", "cmd/..."}, Others: []string{any},
			Why: "wires the product together, not the tests"},
		{Package: "tests/...", Ours: []string{any}, Others: []string{any}, Why: "tests look at everything"},
	}
}

// A Ban says what a package may not even reach through others of ours.
type Ban struct{ Package, Reaches, Why string }

// Bans is what must stay out of a binary, however many packages are between.
func Bans() []Ban {
	return []Ban{
		{"cmd/sandbox/...", "github.com/aws/...", "`make run` builds within seconds, with Go alone"},
		{"cmd/sandbox/...", Module + "/aws/...", "`make run` builds within seconds, with Go alone"},
		{"bot/ingress", Module + "/rollout/...", "the front holds nothing that could move traffic"},
		{"bot/ingress", Module + "/bot/client", "the front does not call Slack"},
		{"cmd/front", Module + "/commands", "the front holds nothing that could move traffic"},
		{"cmd/front", Module + "/aws/traffic", "the front holds nothing that could move traffic"},
		{"cmd/front", Module + "/aws/versions", "the front holds nothing that could move traffic"},
		{"cmd/front", Module + "/aws/store", "the front reads and writes no store"},
		{"cmd/front", Module + "/bot/client", "the front does not call Slack"},
		{"cmd/front", Module + "/github/...", "the front does not call GitHub"},
		{"cmd/front", Module + "/pagerduty", "the front pages nobody"},
		{"cmd/front", "github.com/aws/aws-sdk-go-v2/service/...", "the front must start fast, and one service's client makes it a fifth slower"},
		{"cmd/worker", Module + "/sandbox/...", "nothing simulated runs where it is real"},
		{"cmd/worker", Module + "/local/...", "on AWS nothing is kept on one machine"},
	}
}
