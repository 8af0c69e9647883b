package checkup

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// caller is somebody who may call a function, or whom Lambda calls it for.
type caller struct {
	who   string // "sqs", "apigateway.amazonaws.com"
	live  bool   // by the alias live, rather than past it
	mends string // the command that ends it; part of one
}

// callers looks for those who call the function past its alias: a canary cannot be kept
// from them. calls is how many came by live in the last hour.
func (c *Checkup) callers(ctx context.Context, p patient, calls float64) []rollout.Diagnosis {
	var all []caller
	for _, qualifier := range []string{"", live} {
		granted, err := c.granted(ctx, p.name, qualifier)
		if err != nil {
			return []rollout.Diagnosis{c.unread(ctx, callers, "read who may call "+p.name, err)}
		}
		polled, err := c.polled(ctx, p.name, qualifier)
		if err != nil {
			return []rollout.Diagnosis{c.unread(ctx, callers, "list the event sources of "+p.name, err)}
		}
		all = slices.Concat(all, granted, polled)
	}
	var out []rollout.Diagnosis
	seen := map[caller]bool{}
	right := []string{}
	for _, one := range all {
		switch {
		case seen[one]:
		case one.live:
			right = append(right, one.who)
		default:
			out = append(out, ailing(callers, fmt.Sprintf("%s calls %s past its alias: it gets whatever was uploaded last, and no canary.", one.who, p.name),
				fmt.Sprintf("Have it call `%s:live`. Then: `%s`", p.name, one.mends)))
		}
		seen[one] = true
	}
	slices.Sort(right)
	switch right = slices.Compact(right); {
	case len(right) > 0:
		return append(out, sound(callers, "live is called by "+strings.Join(right, ", ")+"."))
	case calls > 0:
		return append(out, sound(callers, fmt.Sprintf("live was called %.0f times in the last hour, by whoever has a role of its own for that.", calls)))
	}
	return append(out, ailing(callers, "Nobody calls live: no event source, no permission on it, and no call in the last hour.",
		fmt.Sprintf("Point an API, a rule or a queue at `%s:live`; for an API: `aws lambda add-permission --function-name %[1]s --qualifier live --statement-id api --action lambda:InvokeFunction --principal apigateway.amazonaws.com`", p.name)))
}

// statement is one of a function's policy, as far as it is read here.
type statement struct {
	Sid, Effect string
	Principal   json.RawMessage // "*", or {"Service": …}, {"AWS": …}
}

// granted are the services, or everybody, whom the policy of a function, or of its alias,
// allows to call it. A role of somebody's is left out: people try things by hand.
func (c *Checkup) granted(ctx context.Context, name, qualifier string) ([]caller, error) {
	in := &lambda.GetPolicyInput{FunctionName: &name}
	if qualifier != "" {
		in.Qualifier = &qualifier
	}
	got, err := c.Lambda.GetPolicy(ctx, in)
	if failure.Code(err) == "ResourceNotFoundException" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var policy struct{ Statement []statement }
	if err := json.Unmarshal([]byte(aws.ToString(got.Policy)), &policy); err != nil {
		return nil, fmt.Errorf("read the policy of %s: %w", name, err)
	}
	var out []caller
	for _, s := range policy.Statement {
		if who := s.who(); who != "" && s.Effect == "Allow" {
			out = append(out, caller{who: who, live: qualifier != "",
				mends: fmt.Sprintf("aws lambda remove-permission --function-name %s --statement-id %s", name, word(s.Sid, "<its id>"))})
		}
	}
	return out, nil
}

// who is the service that a statement is about, or "everybody"; else empty.
func (s statement) who() string {
	var anybody string
	if json.Unmarshal(s.Principal, &anybody) == nil && anybody == "*" {
		return "everybody"
	}
	var named struct{ Service, AWS string }
	if json.Unmarshal(s.Principal, &named) != nil {
		return ""
	}
	if named.AWS == "*" {
		return "everybody"
	}
	return named.Service
}

// polled are the queues and streams that Lambda calls a function, or its alias, for.
func (c *Checkup) polled(ctx context.Context, name, qualifier string) ([]caller, error) {
	if qualifier != "" {
		name += ":" + qualifier
	}
	var out []caller
	pages := lambda.NewListEventSourceMappingsPaginator(c.Lambda, &lambda.ListEventSourceMappingsInput{FunctionName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, m := range page.EventSourceMappings {
			base, _, _ := strings.Cut(name, ":")
			out = append(out, caller{
				who: word(aws.ToString(m.EventSourceArn), "an event source"), live: strings.HasSuffix(aws.ToString(m.FunctionArn), ":"+base+":"+live),
				mends: fmt.Sprintf("aws lambda update-event-source-mapping --uuid %s --function-name %s:live", word(aws.ToString(m.UUID), "<its id>"), base),
			})
		}
	}
	return out, nil
}
