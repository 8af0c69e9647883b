package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// report prints a line for each folder and returns what is below its floor. A
// floor for a folder that no profile speaks of is not reached either.
func report(out io.Writer, shares map[string]share, least floors) error {
	for _, folder := range slices.Sorted(maps.Keys(shares)) {
		if folder != "" {
			fmt.Fprintf(out, "    %5.1f %%  %s\n", shares[folder].percent(), folder)
		}
	}
	fmt.Fprintf(out, "    %5.1f %%  of all statements\n", shares[""].percent())
	var low []error
	for _, folder := range slices.Sorted(maps.Keys(least)) {
		if got, want := shares[folder].percent(), least[folder]; got < want {
			name := folder
			if name == "" {
				name = "everything"
			}
			low = append(low, fmt.Errorf("%s: %.1f %% of the statements are tested, the floor is %.0f %%", name, got, want))
		}
	}
	return errors.Join(low...)
}
