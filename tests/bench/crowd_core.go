package main

import (
	"os/exec"
	"strings"
)

// onOneCore is a command line that runs on the last core that this process may
// use, where there is taskset and /proc says which that is. Elsewhere it stays as
// it is: GOMAXPROCS alone leaves what waits for the system on the other cores.
func onOneCore(line ...string) []string {
	taskset, err := exec.LookPath("taskset")
	cores := ofProcess("Cpus_allowed_list") // "0-3,8"
	if err != nil || cores == "" {
		return line
	}
	last := cores[strings.LastIndexAny(cores, "-,")+1:]
	return append([]string{taskset, "--cpu-list", last}, line...)
}
