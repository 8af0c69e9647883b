package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Goals of the builds.
const (
	mostCalls  = 3                // from a ref to its dispatched build
	mostNews   = 2 * time.Second  // from a webhook to the next phase
	mostStaged = 20 * time.Second // from a command to live, of what is built
	mostBuilt  = 2 * time.Minute  // … of what has to be built
)

// How long a rollout that hears nothing of its run takes at most to look by itself:
// at the registry, and by asking the code host. See rollout/building.go.
const (
	looks = 15 * time.Second
	asks  = time.Minute
)

func (d *deploys) figures() ([]figure, error) {
	out, err := d.questions()
	if err != nil {
		return nil, err
	}
	var news []time.Duration
	var slowest, plain *shipped
	var image, failure time.Duration // until they were found without a webhook
	for _, s := range d.all {
		switch told := d.relay.endOf(s.service); {
		case s.built:
			plain = s
		case s.broken:
			failure = s.after.Ended.Sub(told)
		case s.deaf:
			image = s.began(rollout.Deploying).Sub(told)
		default:
			if moved := s.began(rollout.Deploying).Sub(told); moved > 0 { // else it had looked in between by chance
				news = append(news, moved)
			}
			if slowest == nil || s.whole() > slowest.whole() {
				slowest = s
			}
		}
	}
	if len(news) < len(d.all)/2 {
		return nil, fmt.Errorf("webhooks have moved on no more than %d rollouts", len(news))
	}
	const beside = "by looking alone, at most"
	return append(out,
		figure{what: fmt.Sprintf("builds: a webhook moves its rollout on, at the median of %d", len(news)), unit: "s", value: median(news).Seconds(), limit: mostNews.Seconds(), beside: beside, base: looks.Seconds()},
		figure{what: "builds: the slowest of them", unit: "s", value: slices.Max(news).Seconds(), limit: mostNews.Seconds(), beside: beside, base: looks.Seconds()},
		figure{what: "builds: without its webhook, an image is found", unit: "s", value: image.Seconds(), limit: looks.Seconds() + 1},
		figure{what: "builds: without its webhook, a failure is found", unit: "s", value: failure.Seconds(), limit: (asks + looks).Seconds()},
		figure{what: "builds: `/deploy staging` of what is built, to live (" + plain.stages() + ")", unit: "s", value: plain.whole().Seconds(), limit: mostStaged.Seconds()},
		figure{what: fmt.Sprintf("builds: commit to live in staging, the slowest of %d (%s)", len(news), slowest.stages()), unit: "s", value: slowest.whole().Seconds(), limit: mostBuilt.Seconds()},
	), nil
}

// whole is how long it took from the command until all of the traffic had moved.
func (s *shipped) whole() time.Duration { return s.began(rollout.Watching).Sub(s.typed) }

// stages are how long each phase took, as its message shows it.
func (s *shipped) stages() string {
	var parts []string
	for _, p := range []rollout.Phase{rollout.Building, rollout.Deploying, rollout.Checking, rollout.Shifting, rollout.Promoting} {
		if took := s.after.Took(p); took > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", p, short(took.Seconds())))
		}
	}
	return strings.Join(parts, ", ")
}

// questions are what was asked of the code host before each build was dispatched, and
// for a plan with every gate.
func (d *deploys) questions() ([]figure, error) {
	var out []figure
	seen := map[naming]bool{}
	for _, s := range d.all {
		if s.built || seen[s.named] {
			continue
		}
		seen[s.named] = true
		calls := inTheWay(d.relay.asks(s.service, d.before[s.service]))
		i := slices.Index(calls, "dispatch")
		if i < 0 {
			return nil, fmt.Errorf("nobody has asked for the build of %s: %q", s.service, calls)
		}
		out = append(out, figure{
			what: fmt.Sprintf("builds: GitHub calls from %s to the dispatched build (%s)", s.named, listed(calls[:i+1])), value: float64(i + 1), limit: mostCalls, exact: true,
		})
	}
	return append(out, figure{
		what: fmt.Sprintf("builds: GitHub calls of a plan with every gate (%s)", listed(d.gated)), value: float64(len(d.gated)),
	}), nil
}

// inTheWay are the calls that a build waits for. The code host is told of a rollout,
// and asked what it ships for its thread, by notices of their own; where an environment
// counts the commits, the comparison is one call more.
func inTheWay(calls []string) []string {
	return slices.DeleteFunc(calls, func(c string) bool { return c == "deployments" || c == "compare" })
}

// listed counts calls by what they are about.
func listed(calls []string) string {
	n := map[string]int{}
	for _, c := range calls {
		n[c]++
	}
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(n)) {
		parts = append(parts, fmt.Sprintf("%s %d", c, n[c]))
	}
	return strings.Join(parts, ", ")
}
