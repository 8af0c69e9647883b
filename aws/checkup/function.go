package checkup

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// The names of what is looked at of a function.
const (
	wiring  = "alias wiring"
	callers = "callers"
	counted = "metrics"
)

const (
	live   = string(rollout.Live)
	latest = "$LATEST"
)

// patient is a function that is looked at.
type patient struct {
	rollout.Target
	name    string
	aliases map[string]types.AliasConfiguration
}

// Function looks at the function of a target: its aliases, who calls it, and whether the
// calls are counted.
func (c *Checkup) Function(ctx context.Context, t rollout.Target) []rollout.Diagnosis {
	p := patient{Target: t, name: c.Options.Function(t), aliases: map[string]types.AliasConfiguration{}}
	pages := lambda.NewListAliasesPaginator(c.Lambda, &lambda.ListAliasesInput{FunctionName: &p.name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if failure.Code(err) == "ResourceNotFoundException" {
			return []rollout.Diagnosis{finding(wiring, rollout.GradeBroken, "There is no function "+p.name+".",
				"Make it, or name the right one in `slipway.yaml`, as the service's `functions`.")}
		}
		if err != nil {
			return []rollout.Diagnosis{c.unread(ctx, wiring, "list the aliases of "+p.name, err)}
		}
		for _, a := range page.Aliases {
			p.aliases[aws.ToString(a.Name)] = a
		}
	}
	if _, there := p.aliases[live]; !there {
		return []rollout.Diagnosis{ailing(wiring, "There is no alias live: nothing was deployed yet.",
			fmt.Sprintf("`/deploy %s %s <ref>` makes it. Then have everybody call %s:live.", t.Environment, t.Service, p.name))}
	}
	calls, seen := c.counted(ctx, p)
	return slices.Concat(c.wiring(ctx, p), c.callers(ctx, p, calls), seen)
}

// versions are those that live routes to, the main one first.
func (p patient) versions() []string {
	a := p.aliases[live]
	all := []string{aws.ToString(a.FunctionVersion)}
	if a.RoutingConfig == nil {
		return all
	}
	for _, v := range slices.Sorted(maps.Keys(a.RoutingConfig.AdditionalVersionWeights)) {
		if a.RoutingConfig.AdditionalVersionWeights[v] > 0 {
			all = append(all, v)
		}
	}
	return all
}

// wiring looks at what the aliases point to.
func (c *Checkup) wiring(ctx context.Context, p patient) []rollout.Diagnosis {
	var out []rollout.Diagnosis
	var missing []string
	for _, name := range []rollout.Alias{rollout.Live, rollout.Blue, rollout.Green} {
		a, there := p.aliases[string(name)]
		if !there {
			missing = append(missing, string(name))
		}
		if aws.ToString(a.FunctionVersion) == latest {
			out = append(out, finding(wiring, rollout.GradeBroken, fmt.Sprintf("The alias %s routes to $LATEST, which changes with every upload.", name),
				fmt.Sprintf("`aws lambda update-alias --function-name %s --name %s --function-version <number>`", p.name, name)))
		}
	}
	if len(missing) > 0 {
		out = append(out, ailing(wiring, "The alias "+strings.Join(missing, " and ")+" is missing.",
			fmt.Sprintf("The next deploy makes it: `/deploy %s %s <ref>`. Without blue there is nothing to go back to.", p.Environment, p.Service)))
	}
	out = append(out, c.alike(ctx, p)...)
	if len(out) == 0 {
		out = append(out, sound(wiring, fmt.Sprintf("live routes to %s, and what is shipped next can share it.", strings.Join(p.versions(), " and "))))
	}
	return out
}

// setup is what the versions behind one alias must have in common: Lambda refuses to split
// calls between two that do not (docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html).
type setup struct{ role, deadLetters string }

// alike looks whether live can be split between its versions and the next one, which is
// published as $LATEST is now.
func (c *Checkup) alike(ctx context.Context, p patient) []rollout.Diagnosis {
	var first setup
	for i, v := range append(p.versions(), latest) {
		got, err := c.Lambda.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: &p.name, Qualifier: aws.String(v)})
		if err != nil {
			return []rollout.Diagnosis{c.unread(ctx, wiring, "describe version "+v+" of "+p.name, err)}
		}
		now := setup{role: aws.ToString(got.Configuration.Role)}
		if d := got.Configuration.DeadLetterConfig; d != nil {
			now.deadLetters = aws.ToString(d.TargetArn)
		}
		if i == 0 {
			first = now
		}
		if now != first {
			return []rollout.Diagnosis{p.unlike(v, now, first)}
		}
	}
	return nil
}

// unlike tells of a version that cannot share live's calls.
func (p patient) unlike(version string, now, first setup) rollout.Diagnosis {
	what, flag := "execution role", "--role "+word(first.role, "<role>")
	if now.role == first.role {
		what, flag = "dead letter target", "--dead-letter-config TargetArn="+word(first.deadLetters, "")
	}
	return ailing(wiring, fmt.Sprintf("%s has another %s than version %s on live, so that Lambda will not split calls between them.", version, what, p.versions()[0]),
		fmt.Sprintf("`aws lambda update-function-configuration --function-name %s %s`, or ship the change with `--strategy all-at-once`", p.name, flag))
}
