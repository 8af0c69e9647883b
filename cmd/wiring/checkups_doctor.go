package wiring

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// DoctorFunction is no function, but `slipway doctor` on somebody's machine. It needs no
// variable, and says what it leaves out for the want of one.
const DoctorFunction settings.Function = "doctor"

// Doctor looks at an installation from outside of its functions.
type Doctor struct {
	LeftOut []LeftOut

	commands *commands.Commands
	table    bool // there is one to look at
}

// Doctor is one who is let in so. No call is made yet.
func (p Plan) Doctor(a Access) (*Doctor, error) {
	checks, out, err := p.Checkups(a)
	if err != nil {
		return nil, err
	}
	d := &Doctor{LeftOut: out, table: p.Settings.Table != ""}
	deps := commands.Deps{
		Store: nowhere{}, Traffic: p.reach(nil), Checkups: checks, Policy: p.policy, Now: p.Clock, Real: p.Now, Log: slog.New(slog.DiscardHandler),
	}
	if d.table {
		deps.Store, deps.Log = store.New(dynamodb.NewFromConfig(p.AWS), store.Options{Table: p.Settings.Table, NewToken: p.ids.Random, Now: p.Now}), p.Log
	} else {
		for _, check := range stored() {
			d.LeftOut = append(d.LeftOut, LeftOut{check, "SLIPWAY_TABLE is not given"})
		}
	}
	d.commands = commands.New(deps)
	return d, nil
}

// stored are the checkups of what is in the table.
func stored() []string { return []string{"store", "outbox", "rollout under way"} }

// Examine looks at the targets that match; empty parts mean all.
func (d *Doctor) Examine(ctx context.Context, where rollout.Target) commands.Examined {
	found := d.commands.Examine(ctx, where)
	if !d.table {
		found.Diagnoses = slices.DeleteFunc(found.Diagnoses, func(one rollout.Diagnosis) bool { return slices.Contains(stored(), one.Check) })
	}
	return found
}

var errNowhere = errors.New("nobody has said where the table is")

// nowhere is the store of whoever was not told where it is.
type nowhere struct{}

// Load fails.
func (nowhere) Load(context.Context, rollout.Key) (rollout.Stored, error) {
	return rollout.Stored{}, errNowhere
}

// Query fails.
func (nowhere) Query(context.Context, rollout.Query) ([]rollout.Stored, error) {
	return nil, errNowhere
}

// Commit fails.
func (nowhere) Commit(context.Context, rollout.Change) error { return errNowhere }
