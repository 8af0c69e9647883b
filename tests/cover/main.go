// Command cover adds up coverage profiles and holds them against floors.
//
//	cover --floor 85 --floor rollout=95 --merged all.txt unit.txt system.txt
//
// A statement counts as reached when any of the profiles reached it. Only what
// is shipped counts: the code below tests/ does not.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// floors are the least percentages: by folder, with "" for the whole.
type floors map[string]float64

func (f floors) String() string { return "" }

// Set reads "85" or "rollout=95".
func (f floors) Set(s string) error {
	folder, percent, ok := strings.Cut(s, "=")
	if !ok {
		folder, percent = "", s
	}
	v, err := strconv.ParseFloat(percent, 64)
	if err != nil {
		return errors.New("want a percentage, or folder=percentage")
	}
	f[folder] = v
	return nil
}

func run(args []string, out io.Writer) error {
	least := floors{}
	flags := flag.NewFlagSet("cover", flag.ContinueOnError)
	flags.Var(least, "floor", "the least percentage, of everything or of a `folder=percentage`")
	merged := flags.String("merged", "", "write the profiles added up to this `file`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sum := profile{}
	for _, name := range flags.Args() {
		if err := sum.add(name); err != nil {
			return fmt.Errorf("read coverage: %w", err)
		}
	}
	if *merged != "" {
		if err := sum.write(*merged); err != nil {
			return fmt.Errorf("write coverage: %w", err)
		}
	}
	return report(out, sum.byFolder(), least)
}
