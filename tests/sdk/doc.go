// Package sdk runs Slack's own client libraries, those for Python and for Node,
// against the simulated workspace: both must see of every method what they would
// see of Slack.
package sdk
