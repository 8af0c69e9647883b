// Package server starts programs that tests talk to over HTTP: on a free port of
// the loopback interface, waiting until they answer, and ending them with all that
// they have started.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/slipway-dev/slipway/tests/process"
)

// patience is how long a program may take until it answers. It needs about a
// second, and many times that when the machine is busy.
const patience = 60 * time.Second

// grace is how long it may take to end when it is asked to.
const grace = 3 * time.Second

// Server is a program that runs and answers.
type Server struct {
	URL string       // http://127.0.0.1:4570
	Log *process.Log // what it has written

	pid   int
	ended chan struct{} // closed when it has ended
}

// Start starts what command says for a port, and waits until it answers at the
// path health with anything but a failure of its own. A port can be taken between
// looking and listening; another one is tried then. The error tells what the
// program wrote.
func Start(health string, command func(port string) *exec.Cmd) (*Server, error) {
	for try := 1; ; try++ {
		s, err := start(health, command)
		if err == nil || try == 3 {
			return s, err
		}
	}
}

func start(health string, command func(port string) *exec.Cmd) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &Server{URL: "http://127.0.0.1:" + port, Log: &process.Log{}, ended: make(chan struct{})}
	cmd := command(port)
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay, cmd.SysProcAttr = s.Log, s.Log, time.Second, ownGroup()
	if err := s.run(cmd); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	if err := s.ready(health); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w\n%s", cmd.Path, err, s.Log), s.Stop())
	}
	return s, nil
}

// run starts the program and waits for it in a goroutine that keeps its thread:
// the kernel kills the program when the thread that started it has gone.
func (s *Server) run(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if err == nil {
			s.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			_ = cmd.Wait() // it was stopped, or ready notices that it has ended
			close(s.ended)
		}
	}()
	return <-started
}

// ready waits until the program answers.
func (s *Server) ready(health string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if err := get(ctx, s.URL+health); err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func get(ctx context.Context, url string) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	once := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	got, err := once.Do(q)
	if err != nil {
		return err
	}
	if err := got.Body.Close(); err != nil {
		return err
	}
	if got.StatusCode >= http.StatusInternalServerError {
		return fmt.Errorf("status %d", got.StatusCode)
	}
	return nil
}

// Stop ends the program and those that it has started, and waits for it. They are
// asked first, so that they can write down what they covered, and then killed. To
// stop it again does nothing.
func (s *Server) Stop() error {
	if err := s.signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-s.ended:
	case <-time.After(grace):
	}
	err := s.signal(syscall.SIGKILL)
	<-s.ended
	return err
}

// signal reaches the whole group, if anybody of it is left.
func (s *Server) signal(sig syscall.Signal) error {
	if err := syscall.Kill(-s.pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("send %s: %w", sig, err)
	}
	return nil
}

// freePort finds a port of the loopback interface that nobody listens on.
func freePort() (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, errors.Join(err, l.Close())
}
