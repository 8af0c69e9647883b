package wiring

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/aws/metrics"
	"github.com/slipway-dev/slipway/rollout"
)

// monitor is the two halves of CloudWatch that are asked about alarms.
type monitor struct {
	*alarms.Monitor
	*metrics.Metrics
}

// monitors has each account asked about its own alarms. It meets commands.Monitor.
type monitors struct {
	home   monitor
	others map[string]monitor // by account
}

func (p Plan) monitors() monitors {
	in := func(a place) monitor {
		client := a.cloudWatch()
		return monitor{alarms.New(client, a.id), metrics.New(client, p.function)}
	}
	m := monitors{home: in(p.home), others: map[string]monitor{}}
	for _, a := range p.places {
		if a.id != p.home.id {
			m.others[a.id] = in(a)
		}
	}
	return m
}

// of is who knows an account.
func (m monitors) of(account string) monitor {
	if there, other := m.others[account]; other {
		return there
	}
	return m.home
}

// Alarms is that of commands.Monitor. What is asked for by a name alone is at home.
func (m monitors) Alarms(ctx context.Context, region string, names []string) ([]rollout.Signal, error) {
	var accounts []string
	asked := map[string][]string{}
	for _, name := range names {
		account := accountOf(name)
		if _, other := m.others[account]; !other {
			account = "" // home says so itself of one that nobody can look into
		}
		if !slices.Contains(accounts, account) {
			accounts = append(accounts, account)
		}
		asked[account] = append(asked[account], name)
	}
	var found []rollout.Signal
	for _, account := range accounts {
		signals, err := m.of(account).Alarms(ctx, region, asked[account])
		if err != nil {
			return nil, err
		}
		found = append(found, signals...)
	}
	return found, nil
}

// Tags is that of commands.Monitor.
func (m monitors) Tags(ctx context.Context, id string) (map[string]string, error) {
	return m.of(accountOf(id)).Tags(ctx, id)
}

// Series is that of commands.Monitor.
func (m monitors) Series(ctx context.Context, q rollout.SeriesQuery) ([]rollout.Reading, error) {
	return m.of(q.Account).Series(ctx, q)
}

// accountOf is the account in an ARN; empty where there is none.
func accountOf(text string) string {
	a, err := arn.Parse(text)
	if err != nil {
		return ""
	}
	return a.AccountID
}
