package rules

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// Watched are the rules about alarms and dashboards.
func Watched() []Rule {
	return []Rule{
		{"every alarm tells somebody, and says what to do", "it comes at night", each(tells, "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")},
		{"every service has eight alarms", "row O2; Slipway takes back what they turn red for", eight},
		{"alarms and dashboards watch what there is", "a metric that nobody writes is never red", watches},
		{"what the bot counts is looked at", "what nobody sees need not be counted", counted},
		{"dashboards can be read", "AWS takes a broken one, and shows nothing", each(dashboard, "aws_cloudwatch_dashboard")},
	}
}

func tells(r terraform.Resource) string {
	actions := func(kind string) int { all, _ := r.Values[kind].([]any); return len(all) }
	switch {
	case actions("alarm_actions") == 0 || actions("ok_actions") == 0:
		return "tells nobody when it is red, or when it is well again"
	case len(text(r, "alarm_description")) < 40:
		return "does not say what it means and what to do"
	case tag(r, "slipway:environment") == "":
		return "does not say whose environment it is about"
	case r.Type == "aws_cloudwatch_metric_alarm" && text(r, "treat_missing_data") == "":
		return "does not say what no data means"
	}
	return ""
}

func eight(s terraform.State) []string {
	count := map[string]int{}
	for _, r := range s.Of("aws_cloudwatch_metric_alarm") {
		count[tag(r, "slipway:service")]++
	}
	var found []string
	for _, r := range s.Of("aws_lambda_function") {
		if service := tag(r, "slipway:service"); service != "" && count[service] < 8 {
			found = append(found, fmt.Sprintf("%s has %d alarms, and not 8", r.Address, count[service]))
		}
	}
	return found
}

// namespaces are AWS's own that are used.
func namespaces() string {
	return " AWS/Lambda AWS/ApiGateway AWS/SQS AWS/States AWS/DynamoDB AWS/WAFV2 AWS/SNS AWS/Billing AWS/Events AWS/Logs AWS/Scheduler "
}

func watches(s terraform.State) []string {
	counted := map[string]bool{}
	for _, r := range s.Of("aws_cloudwatch_log_metric_filter") {
		counted[text(r, "metric_transformation", "namespace")+" "+text(r, "metric_transformation", "name")] = true
	}
	known := func(namespace, name string) bool {
		ours := namespace == metrics.Namespace && slices.Contains(metrics.All(), metrics.Metric(name))
		return ours || counted[namespace+" "+name] || strings.Contains(namespaces(), " "+namespace+" ")
	}
	var found []string
	for _, r := range append(s.Of("aws_cloudwatch_metric_alarm"), s.Of("aws_cloudwatch_dashboard")...) {
		for _, m := range looksAt(r) {
			if !known(m[0], m[1]) {
				found = append(found, fmt.Sprintf("%s watches %s of %s, which nobody writes", r.Address, m[1], m[0]))
			}
		}
	}
	return found
}

// counted is about accounts that have the bot.
func counted(s terraform.State) []string {
	if len(s.Of("aws_sfn_state_machine")) == 0 {
		return nil
	}
	seen := map[[2]string]bool{}
	for _, r := range append(s.Of("aws_cloudwatch_metric_alarm"), s.Of("aws_cloudwatch_dashboard")...) {
		for _, m := range looksAt(r) {
			seen[m] = true
		}
	}
	var found []string
	for _, m := range metrics.All() {
		if !seen[[2]string{metrics.Namespace, string(m)}] {
			found = append(found, fmt.Sprintf("%s is on no dashboard, and no alarm is about it", m))
		}
	}
	return found
}

var (
	searched = regexp.MustCompile(`SEARCH\('\{([^,}]+)[,}]`)
	named    = regexp.MustCompile(`MetricName=\\*"([A-Za-z]+)`)
)

// looksAt are the metrics that an alarm or a dashboard looks at: namespace and name.
func looksAt(r terraform.Resource) [][2]string {
	var out [][2]string
	if name := text(r, "metric_name"); name != "" {
		out = append(out, [2]string{text(r, "namespace"), name})
	}
	queries, _ := r.Values["metric_query"].([]any)
	for _, q := range queries {
		one := terraform.Resource{Values: map[string]any{"q": q}}
		if name := text(one, "q", "metric", "metric_name"); name != "" {
			out = append(out, [2]string{text(one, "q", "metric", "namespace"), name})
		}
	}
	for _, row := range rows(r) {
		namespace, _ := row[0].(string)
		if len(row) > 1 && namespace != "." {
			name, _ := row[1].(string)
			out = append(out, [2]string{namespace, name})
			continue
		}
		expression := terraform.Resource{Values: map[string]any{"row": row}}
		if in := searched.FindStringSubmatch(text(expression, "row", "expression")); in != nil {
			name := ""
			if m := named.FindStringSubmatch(text(expression, "row", "expression")); m != nil {
				name = m[1]
			}
			out = append(out, [2]string{in[1], name})
		}
	}
	return out
}

// board is a dashboard's body, as far as it is looked at.
type board struct {
	Widgets []struct {
		Type       string
		Properties struct{ Metrics [][]any }
	}
}

func rows(r terraform.Resource) [][]any {
	var b board
	if json.Unmarshal([]byte(text(r, "dashboard_body")), &b) != nil {
		return nil
	}
	var out [][]any
	for _, w := range b.Widgets {
		for _, row := range w.Properties.Metrics {
			if len(row) > 0 {
				out = append(out, row)
			}
		}
	}
	return out
}

func dashboard(r terraform.Resource) string {
	var b board
	if err := json.Unmarshal([]byte(text(r, "dashboard_body")), &b); err != nil {
		return "is no JSON: " + err.Error()
	}
	if len(b.Widgets) == 0 {
		return "shows nothing"
	}
	return ""
}
