package faulty

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Fault is what becomes of a call in the place of c.Send(). Tests can write their
// own: somebody else who writes between our read and our write is a Fault that
// does so and then sends.
type Fault func(c Call) (*http.Response, error)

// LoseRequest loses the request: nothing is carried out, and the connection breaks.
func LoseRequest(Call) (*http.Response, error) { return nil, reset("write") }

// LoseReply carries the call out and loses the reply: the connection breaks.
func LoseReply(c Call) (*http.Response, error) {
	got, err := c.Send()
	if err != nil {
		return nil, err
	}
	if err := finish(got); err != nil {
		return nil, err
	}
	return nil, reset("read")
}

// Twice carries the call out two times, as a network or a retry of somebody's
// may, and gives the second reply.
func Twice(c Call) (*http.Response, error) {
	got, err := c.Send()
	if err != nil {
		return nil, err
	}
	if err := finish(got); err != nil {
		return nil, err
	}
	return c.Send()
}

// Delay carries the call out after d, unless the caller gives up before.
func Delay(d time.Duration) Fault {
	return func(c Call) (*http.Response, error) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return c.Send()
		case <-c.Request.Context().Done():
			return nil, c.Request.Context().Err()
		}
	}
}

// Answer answers with an error, and nothing is carried out. The code is the
// error's name in the service's API: "PreconditionFailedException".
func Answer(status int, code, message string) Fault {
	return AnswerWith(status, code, map[string]any{"message": message, "Message": message})
}

// AnswerWith is Answer for an error with fields of its own, such as the
// CancellationReasons of a TransactionCanceledException.
func AnswerWith(status int, code string, fields map[string]any) Fault {
	return func(c Call) (*http.Response, error) {
		header, body, err := c.protocol.failure(code, fields)
		if err != nil {
			return nil, err
		}
		return &http.Response{
			StatusCode: status, Status: strconv.Itoa(status) + " " + http.StatusText(status),
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: c.Request, Header: header,
			Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	}
}

// reset is the error of a connection that the other side has dropped.
func reset(doing string) error {
	return &net.OpError{Op: doing, Net: "tcp", Err: os.NewSyscallError(doing, syscall.ECONNRESET)}
}

// finish reads a reply that nobody wants, so that all of the call has happened.
func finish(got *http.Response) error {
	if _, err := io.Copy(io.Discard, got.Body); err != nil {
		return err
	}
	return got.Body.Close()
}
