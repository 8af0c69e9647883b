package runtime

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// patience is a function's time-out when nobody says another one: API Gateway's.
const patience = 29 * time.Second

// Function is a running process of one function.
type Function struct {
	Started time.Time // when the process was started

	cmd    *exec.Cmd
	server *http.Server
	events chan *invocation
	over   chan struct{} // closed when no more events come
	exited chan struct{} // closed when the process has ended
	stop   sync.Once

	mu   sync.Mutex
	open map[string]*invocation
	last int
	log  bytes.Buffer
}

// Start starts a bootstrap with only these variables in its environment, and the
// runtime's own.
func Start(bin string, env ...string) (*Function, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is there at once or never
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	f := &Function{
		events: make(chan *invocation), over: make(chan struct{}), exited: make(chan struct{}), open: map[string]*invocation{},
	}
	f.server = &http.Server{Handler: f.handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = f.server.Serve(listener) }() // it always ends with an error
	f.cmd = exec.Command(bin)                    //nolint:noctx // the test's own binary; Stop ends it
	f.cmd.Env = append([]string{"AWS_LAMBDA_RUNTIME_API=" + listener.Addr().String(), "AWS_LAMBDA_FUNCTION_NAME=slipway", "_HANDLER=bootstrap"}, env...)
	f.cmd.Stdout, f.cmd.Stderr = logOf{f}, logOf{f}
	f.Started = time.Now()
	if err := f.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", bin, err), f.server.Close())
	}
	go func() {
		_ = f.cmd.Wait() // how it ended is in ProcessState
		close(f.exited)
	}()
	return f, nil
}

// Invoke gives the function one event and waits for its answer. The context's end,
// if it has one, is what the function is told as its deadline. A process that ends
// without an answer is an error.
func (f *Function) Invoke(ctx context.Context, event []byte) (Answer, error) {
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(patience)
	}
	f.mu.Lock()
	f.last++
	i := &invocation{id: strconv.Itoa(f.last), event: event, deadline: deadline, answer: make(chan Answer, 1)}
	f.mu.Unlock()
	select {
	case f.events <- i:
	case <-f.exited:
		return Answer{}, fmt.Errorf("the function ended before the event: %s\n%s", f.cmd.ProcessState, f.Log())
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("the function does not ask for events: %w", ctx.Err())
	}
	select {
	case a := <-i.answer:
		return a, nil
	case <-f.exited:
		return Answer{}, fmt.Errorf("the function ended without an answer: %s\n%s", f.cmd.ProcessState, f.Log())
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("no answer: %w", ctx.Err())
	}
}

// Log is what the function has written so far; all of it once Exited is closed, and
// before that it may be a moment behind.
func (f *Function) Log() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

// Exited is closed when the process has ended.
func (f *Function) Exited() <-chan struct{} { return f.exited }

// Code is how the process ended; only after Exited.
func (f *Function) Code() int { return f.cmd.ProcessState.ExitCode() }

// PeakMemory is the greatest resident set of the process so far, in bytes; 0 where
// the system does not tell. (What the system tells of a child that has ended is at
// least what its parent had when it was started.)
func (f *Function) PeakMemory() int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(f.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return kib << 10
}

// CPU is the processor time that the process used; only after Exited.
func (f *Function) CPU() time.Duration {
	return f.cmd.ProcessState.UserTime() + f.cmd.ProcessState.SystemTime()
}

// Terminate sends SIGTERM, as Lambda does before it takes the machine away.
func (f *Function) Terminate() error { return f.cmd.Process.Signal(syscall.SIGTERM) }

// Pause stops the process in the middle of whatever it does, and returns once it stands
// still: until then a signal that was sent lets it go on for a moment. SIGCONT ends it.
func (f *Function) Pause() error {
	if err := f.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	for {
		var state syscall.WaitStatus
		_, err := syscall.Wait4(f.cmd.Process.Pid, &state, syscall.WUNTRACED, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return fmt.Errorf("wait for the process to stop: %w", err)
		case state.Stopped():
			return nil
		default:
			return errors.New("the process has ended")
		}
	}
}

// Signal sends any other.
func (f *Function) Signal(s os.Signal) error { return f.cmd.Process.Signal(s) }

// Stop kills the process, if it is still there, and closes the API. To stop it
// again does nothing.
func (f *Function) Stop() {
	f.stop.Do(func() {
		close(f.over)
		_ = f.cmd.Process.Kill() // it may have ended already
		<-f.exited
		_ = f.server.Close() // nobody is left to be told
	})
}

// logOf is where a function writes to.
type logOf struct{ f *Function }

// Write keeps what is written.
func (l logOf) Write(p []byte) (int, error) {
	l.f.mu.Lock()
	defer l.f.mu.Unlock()
	return l.f.log.Write(p)
}
