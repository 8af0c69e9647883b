package ministack

import (
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/server"
)

// cloud is a MiniStack that runs.
type cloud struct {
	*server.Server
	dir string // everything it writes
}

func start(bin string) (*cloud, error) {
	dir, err := os.MkdirTemp("", "ministack-")
	if err != nil {
		return nil, err
	}
	s, err := server.Start("/_ministack/health", func(port string) *exec.Cmd {
		cmd := exec.Command(bin) //nolint:noctx,gosec // the tests' own; stop ends it
		cmd.Env = append(environment(os.Environ()),
			"GATEWAY_PORT="+port, "BIND_HOST=127.0.0.1", "MINISTACK_HOST=127.0.0.1", "AWS_ENDPOINT_URL=http://127.0.0.1:"+port,
			"IOT_MTLS_ENABLED=0", "SFTP_ENABLED=0", "LAMBDA_EXECUTOR=local", "SFN_WAIT_SCALE=0", "TMPDIR="+dir, "STATE_DIR="+dir)
		return cmd
	})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &cloud{s, dir}, nil
}

// stop ends the server and the functions that it runs, and removes their files.
func (c *cloud) stop() error { return errors.Join(c.Stop(), os.RemoveAll(c.dir)) }

// environment is what the server, and through it every function, gets of ours:
// nothing that could lead them to a proxy, to somebody's real account or to a
// setting that a test did not make.
func environment(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return !slices.Contains([]string{"PATH", "HOME", "LANG", "GOCOVERDIR"}, name)
	})
}
