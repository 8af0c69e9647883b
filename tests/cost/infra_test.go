package cost

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

const modules = "../../infra/modules/"

// What is made in infra/ is what the model has paid for.
func TestTheModelPaysForWhatIsMade(t *testing.T) {
	bot, waf, service := read(t, "bot"), read(t, "waf"), read(t, "service")
	for what, c := range map[string]struct{ made, said int }{
		"queues that Lambda polls":        {len(bot.local("queues")) + 1, model.Queues}, // and the dead letters'
		"metrics of the bot's alarms":     {len(bot.local("watched")) + bot.metricsOf("heartbeat") + bot.metricsOf("dead_letters"), model.BotAlarms},
		"dashboards of the bot":           {len(bot.local("dashboards")), model.BotDashboards},
		"secrets of the bot":              {len(bot.local("holders")), model.BotSecrets},
		"rules of the web ACL":            {len(waf.local("order")) + len(waf.local("content")), model.ACLRules},
		"metrics of a service's alarms":   {2*len(service.local("rates")) + len(service.local("gauges")) - 1, model.ServiceAlarms}, // without the stream's
		"minutes between sweeps":          {bot.rate("schedules.tf"), model.SweepMinutes},
		"minutes between warm-ups":        {bot.rate("events.tf"), model.WarmUpMinutes},
		"minutes between a service's own": {service.rate("events.tf"), model.WarmUpMinutes},
	} {
		if c.made != c.said {
			t.Errorf("%s: %d are made, and the model says %d", what, c.made, c.said)
		}
	}
	for name, said := range map[string]int{"retention_days": model.RetentionDays, "memory": model.ServiceMemory} {
		if !strings.Contains(service.text("variable \""+name+"\""), fmt.Sprintf("= %d\n", said)) {
			t.Errorf("a service's %s is not %d by default", name, said)
		}
	}
	if got := strings.Count(bot.text(`variable "memory"`), fmt.Sprintf("optional(number, %d)", model.Memory)); got != 3 {
		t.Errorf("%d of three functions have %d MB by default", got, model.Memory)
	}
}

// module is the Terraform of a module.
type module struct {
	t      *testing.T
	source map[string][]byte
	bodies map[string]*hclsyntax.Body
}

func read(t *testing.T, name string) module {
	t.Helper()
	m := module{t, map[string][]byte{}, map[string]*hclsyntax.Body{}}
	files, err := filepath.Glob(modules + name + "/*.tf")
	must(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(t, err)
		parsed, wrong := hclsyntax.ParseConfig(text, file, hcl.InitialPos)
		if wrong.HasErrors() {
			t.Fatal(wrong)
		}
		m.source[filepath.Base(file)] = text
		m.bodies[filepath.Base(file)] = parsed.Body.(*hclsyntax.Body)
	}
	return m
}

// local are the things that a local value lists.
func (m module) local(name string) []hclsyntax.Node {
	m.t.Helper()
	for _, body := range m.bodies {
		for _, block := range body.Blocks {
			if a := block.Body.Attributes[name]; block.Type == "locals" && a != nil {
				return listed(a.Expr)
			}
		}
	}
	m.t.Fatalf("there is no local.%s", name)
	return nil
}

func listed(e hclsyntax.Expression) (out []hclsyntax.Node) {
	switch e := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		for _, i := range e.Items {
			out = append(out, i.KeyExpr)
		}
	case *hclsyntax.TupleConsExpr:
		for _, x := range e.Exprs {
			out = append(out, x)
		}
	case *hclsyntax.FunctionCallExpr:
		return listed(e.Args[0])
	}
	return out
}

// metricsOf is how many metrics an alarm reads: one, or those of its queries.
func (m module) metricsOf(alarm string) int {
	text := m.text(`resource "aws_cloudwatch_metric_alarm" "` + alarm + `"`)
	if n := strings.Count(text, "{ metric = "); n > 0 {
		return n
	}
	return strings.Count(text, "metric_name ")
}

// text is the source of the block that begins so.
func (m module) text(begins string) string {
	m.t.Helper()
	for file, body := range m.bodies {
		for _, block := range body.Blocks {
			if text := string(block.Range().SliceBytes(m.source[file])); strings.HasPrefix(text, begins) {
				return text
			}
		}
	}
	m.t.Fatalf("there is no %s", begins)
	return ""
}

// rate is the first rate of a file, in minutes.
func (m module) rate(file string) int {
	_, rest, _ := strings.Cut(string(m.source[file]), `"rate(`)
	var n int
	if _, err := fmt.Sscanf(rest, "%d minutes)", &n); err != nil {
		m.t.Fatalf("%s has no rate: %v", file, err)
	}
	return n
}
