package cost

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

// table is Markdown: the head's first column to the left, those that begin with ">" to the right.
func table(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	names, marks := make([]string, len(head)), make([]string, len(head))
	for i, h := range head {
		name, right := strings.CutPrefix(h, ">")
		names[i], marks[i] = name, "---"
		if right {
			marks[i] = "--:"
		}
	}
	line(names)
	line(marks)
	for _, r := range rows {
		line(r)
	}
	return b.String()
}

// lever is something that would make the bot itself cheaper, and what it is worth to have.
type lever struct {
	what, lost string
	setup      func(*model.Setup)
	less       model.Usage
}

// levers are turned one after the other, each with those before it.
func (r report) levers() string {
	polls := model.Usage{model.Messages: model.IdleRequests(1)}
	s, less := model.Bare(), model.Usage{}
	var rows [][]string
	for _, l := range []lever{
		{what: "`package = \"zip\"`", lost: "images are not scanned", setup: func(s *model.Setup) { s.Image = false }},
		{what: "point-in-time recovery (no switch)", lost: "a table that was spoilt is lost, and the audit with it", setup: func(s *model.Setup) { s.Backups = false }},
		{what: "Lambda does not poll the dead letters (no switch)", lost: "whoever asked in vain is not told; the alarm still is", less: polls},
		{what: "one queue for all (no switch)", lost: "rollbacks wait behind deploys", less: polls},
		{
			what: "no canary for half of the deploys (`strategy` in `slipway.yaml`), which are taken as free then", lost: "those move all calls at once",
			less: model.Deploy().Usage(model.Memory).Times(model.DayDeploysGoal * 30 / 2),
		},
	} {
		if l.setup != nil {
			l.setup(&s)
		}
		less = less.Plus(l.less)
		rows = append(rows, []string{l.what, money(r.of(s.Month(model.DayDeploysGoal).Plus(less.Times(-1)))), l.lost})
	}
	return table([]string{"without, one after the other", ">leaves the bot at", "and then"}, rows)
}

func (r report) switches() string {
	asked := model.Asked()
	var rows [][]string
	for _, s := range []struct {
		name, value, note string
		turn              func(*model.Setup)
	}{
		{"waf", "\"off\"", "no web ACL; `\"count\"` costs what `\"block\"` costs", func(s *model.Setup) { s.WAF = false }},
		{"secrets", "\"ssm\"", "Parameter Store: no recovery window", func(s *model.Setup) { s.SecretsManager = false }},
		{"warm_up", "false", "Slack waits for a cold start now and then", func(s *model.Setup) { s.WarmUp = false }},
		{"package", "\"zip\"", "no registry, and no scan", func(s *model.Setup) { s.Image = false }},
		{"dashboards", "false", "the bot's three are free if the account has no others; else they are $3.00 each", func(s *model.Setup) { s.Dashboards = false }},
		{"tracing", "\"off\"", "no X-Ray", func(s *model.Setup) { s.Tracing = false }},
		{"kms_key_arn", "a key of yours", "the key and its uses; AWS's own keys are free", func(s *model.Setup) { s.Key = true }},
		{"retention_days", "365", "logs for a year, once a year has passed", func(s *model.Setup) { s.Retention = 365 }},
		{"deletion_protection", "false", "costs nothing either way", func(*model.Setup) {}},
	} {
		other := asked
		s.turn(&other)
		change := r.bill(other, model.DayDeploysGoal).Total() - r.bill(asked, model.DayDeploysGoal).Total()
		rows = append(rows, []string{"`" + s.name + " = " + s.value + "`", money(change), s.note})
	}
	return table([]string{"switch", ">changes the bill by", "what it means"}, rows)
}

func (r report) lines() string {
	all := r.result()
	head := []string{"what", "unit", ">used at " + count(float64(r.deploys[0])), ">free"}
	for _, n := range r.deploys {
		head = append(head, ">"+count(float64(n))+" a day")
	}
	var rows [][]string
	for _, l := range all.Lines {
		if l.Amount[len(l.Amount)-1] == 0 {
			continue
		}
		rows = append(rows, append([]string{l.Price.Service, l.Price.Unit, count(l.Amount[0]), free(l.Price.Free)}, dollars(l.USD)...))
	}
	rows = append(rows,
		append([]string{"**the bot itself**", "", "", ""}, dollars(all.Bot)...),
		append([]string{"**web ACL and Secrets Manager**", "", "", ""}, dollars(all.Security)...))
	return table(head, rows)
}

func free(n float64) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

func (r report) service() string {
	bot := model.Asked().Month(model.DayDeploysGoal)
	more := func(u model.Usage) string {
		one := bot.Plus(model.Service(true, true)).Plus(model.Usage{model.Metrics: 1}) // the first has used up what is free
		return money(r.of(one.Plus(u)) - r.of(one))
	}
	traffic := func(acl bool) string {
		u := model.Traffic(acl)
		spent := bot.Plus(model.Usage{model.Logged: 5})
		return money(r.of(spent.Plus(u)) - r.of(spent))
	}
	return table([]string{"what", ">a month"}, [][]string{
		{fmt.Sprintf("eight alarms, which read %d metrics; of the first service one is free", model.ServiceAlarms), more(model.Usage{model.Alarms: model.ServiceAlarms})},
		{"a dashboard (`dashboards = false`: none)", more(model.Usage{model.Dashboards: 1})},
		{"a call every five minutes that keeps it awake (`warm_up = false`: none)", more(model.Service(true, false).Plus(model.Usage{model.Alarms: -model.ServiceAlarms}))},
		{"**each service in each environment, without callers**", "**" + more(model.Service(true, true)) + "**"},
		{"X-Ray, where it is called every second (`tracing = false`: none); calls beyond that are recorded at 5 %", more(model.Traced())},
		{"a million requests to its API: the requests and their log (`api = null`: none)", traffic(false)},
		{"the same behind the web ACL", traffic(true)},
		{"each metric that counts errors or time-outs in its log, in a month with some in every hour", more(model.Usage{model.Metrics: 1})},
		{"dead letters, topic, key, usage plan, tags", more(model.Usage{})},
	})
}

// measured is what was counted, a row for each figure.
func measured() string {
	type figure struct {
		what string
		of   func(model.Measured) int
	}
	var rows [][]string
	for _, f := range []figure{
		{"transitions of the state machine", func(m model.Measured) int { return m.Transitions }},
		{"requests to the API", func(m model.Measured) int { return m.Requests }},
		{"invocations", func(m model.Measured) int { return m.Invocations }},
		{"messages queued", func(m model.Measured) int { return m.Messages }},
		{"calls of AWS", func(m model.Measured) int { return m.Calls }},
		{"of them, for metrics", func(m model.Measured) int { return m.MetricCalls }},
		{"of them, for a secret", func(m model.Measured) int { return m.SecretCalls }},
		{"calls of Slack", func(m model.Measured) int { return m.Slack }},
		{"units of the table, to read", func(m model.Measured) int { return m.Reads }},
		{"units of the table, to write", func(m model.Measured) int { return m.Writes }},
		{"bytes kept in the table", func(m model.Measured) int { return m.Kept }},
		{"bytes logged by the functions", func(m model.Measured) int { return m.Logged }},
	} {
		row := []string{f.what}
		for _, m := range []model.Measured{model.Deploy(), model.Look(), model.Sweep(), model.Tended(), model.WarmUp()} {
			row = append(row, count(float64(f.of(m))))
		}
		rows = append(rows, row)
	}
	return table([]string{
		"counted", ">a deploy", ">a look", fmt.Sprintf(">a sweep, every %d min", model.SweepMinutes),
		fmt.Sprintf(">a target in it, every %d min", model.SweepMinutes*model.SweepRounds), fmt.Sprintf(">a warm-up, every %d min", model.WarmUpMinutes),
	}, rows)
}

func (r report) list() string {
	var rows [][]string
	for _, p := range r.prices.List {
		given := free(p.Free)
		if p.FreeNew > 0 {
			given = "in the first year only: " + count(p.FreeNew)
		}
		rows = append(rows, []string{"[" + p.Service + "](" + p.Source + ")", p.Unit, each(p.Dollars[r.region], p.Per), given, p.Read, p.Checked})
	}
	return table([]string{"service", "unit", ">price", ">free each month", "read", "checked"}, rows)
}
