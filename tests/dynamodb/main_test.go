package main

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// The test binary plays java when it is asked to: it listens where it is told.
func TestMain(m *testing.M) {
	if i := slices.Index(os.Args, "-port"); os.Getenv("PLAY_JAVA") != "" && i > 0 {
		listen(os.Args[i+1])
	}
	os.Exit(m.Run())
}

func listen(port string) {
	s := &http.Server{Addr: net.JoinHostPort("127.0.0.1", port), Handler: http.NotFoundHandler(), ReadTimeout: time.Minute}
	if err := s.ListenAndServe(); err != nil {
		os.Exit(1)
	}
}

func TestACommandRunsBesideTheDatabase(t *testing.T) {
	t.Setenv("PLAY_JAVA", "yes")
	var out bytes.Buffer
	err := run([]string{"--lib", "lib", "--java", os.Args[0], "--", "sh", "-c", `echo "$DYNAMODB_ENDPOINT"; exit 7`}, &out, &out)
	var failed *exec.ExitError
	if !errors.As(err, &failed) || failed.ExitCode() != 7 {
		t.Errorf("the command's own code is lost: %v", err)
	}
	if !strings.HasPrefix(out.String(), "http://127.0.0.1:") {
		t.Errorf("it was told %q", out.String())
	}
}

func TestNothingRunsWithoutTheDatabase(t *testing.T) {
	for name, args := range map[string][]string{
		"no command":    {"--lib", "lib"},
		"no jars":       {"--", "echo", "ran"},
		"no such flag":  {"--fast"},
		"no java":       {"--lib", "lib", "--java", "/no/such/java", "--", "echo", "ran"},
		"java ends":     {"--lib", "lib", "--java", "false", "--", "echo", "ran"},
		"java has gone": {"--lib", "lib", "--java", "true", "--", "echo", "ran"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(args, &out, &out); err == nil || out.Len() > 0 {
				t.Errorf("got %v, %q", err, out.String())
			}
		})
	}
}
