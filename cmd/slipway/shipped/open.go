package shipped

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	berrors "go.etcd.io/bbolt/errors"

	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// books are what is reported from.
type books struct {
	*commands.Commands
	shut func()
}

// open opens the file that was named, or the table. Nothing is read yet.
func (f flags) open(w wiring.World, policyFile string, says commands.Policy) (b books, err error) {
	d := commands.Deps{Policy: says, Now: w.Now, Log: logs.New(w.Out, slog.LevelWarn, string(wiring.ReportFunction))}
	shut := func() {}
	if f.data == "" {
		d.Store, err = table(w, policyFile)
	} else {
		var file *store.Store
		file, err = local(f.data)
		d.Store, shut = file, func() { _ = file.Close() } // nothing was written
	}
	if err != nil {
		return books{}, err
	}
	return books{commands.New(d), shut}, nil
}

// read reads a slipway.yaml.
func read(name string) (commands.Policy, error) {
	body, err := os.ReadFile(name) //nolint:gosec // G304: the file is the one that the person named
	if err != nil {
		return commands.Policy{}, fmt.Errorf("read the policy: %w; name it with --config", err)
	}
	return policy.Read(name, body)
}

// table is that of the bot on AWS.
func table(w wiring.World, policyFile string) (commands.Store, error) {
	w.Environ = append(append([]string{"SLIPWAY_LOG_LEVEL=warn"}, w.Environ...), "SLIPWAY_CONFIG="+policyFile)
	p, err := wiring.Read(w, wiring.ReportFunction)
	if p.Settings.Table == "" {
		err = errors.Join(err, errors.New("SLIPWAY_TABLE is missing: name of the DynamoDB table; or name the file of slipway serve with --data"))
	}
	if err != nil {
		return nil, &params.Wrong{Err: err}
	}
	return p.Table(), nil
}

// local is the file of slipway serve.
func local(name string) (*store.Store, error) {
	file, err := store.OpenReadOnly(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &params.Wrong{Err: fmt.Errorf("--data: there is no file %s", name)}
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("a slipway serve has %s open: end it first, or ask it with /deploy summary", name)
	case err != nil:
		return nil, &params.Wrong{Err: fmt.Errorf("--data: %w", err)}
	}
	return file, nil
}

const (
	usual   = 13 * 7 // days that are reported when nobody says from when
	longest = 5 * 366
)

// period is from one midnight to another. An error has all that is wrong with the days.
func (f flags) period(zone *time.Location, now time.Time) (dora.Period, error) {
	to, err1 := day("--to", f.to, zone, dora.Midnight(now, 1, zone))
	from, err2 := day("--from", f.from, zone, dora.Midnight(to, -usual, zone))
	p := dora.Period{From: from, To: to}
	switch {
	case err1 != nil || err2 != nil:
		return p, errors.Join(err1, err2)
	case !from.Before(to):
		return p, fmt.Errorf("--from %s is not before --to %s, which is the day after the last one", from.Format(time.DateOnly), to.Format(time.DateOnly))
	case from.After(now):
		return p, fmt.Errorf("--from %s is in the future, in %s: nothing has been shipped then", from.Format(time.DateOnly), zone)
	case to.Sub(from) > longest*24*time.Hour:
		return p, errors.New("that is more than five years: ask for less at a time")
	}
	return p, nil
}

func day(flag, text string, zone *time.Location, fallback time.Time) (time.Time, error) {
	if text == "" {
		return fallback, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return fallback, fmt.Errorf("%s %q is no day: write it as 2026-10-01", flag, text)
	}
	// By its noon: where the clocks jump at midnight, there is no 00:00.
	return dora.Midnight(time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, zone), 0, zone), nil
}
