// Package xray hands spans to AWS X-Ray's daemon, which Lambda runs beside a function,
// as subsegments of the invocation. It is one datagram for each, so nobody waits.
package xray

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

const (
	header  = `{"format": "json", "version": 1}` + "\n"
	usual   = "127.0.0.1:2000" // where the daemon listens unless somebody says otherwise
	largest = 65_507           // bytes that a datagram can hold
)

// Daemon is where X-Ray's daemon listens.
type Daemon struct{ address string }

// New reads AWS_XRAY_DAEMON_ADDRESS: an IP address and a port, or one for each protocol,
// "tcp:127.0.0.1:2000 udp:127.0.0.2:2001". Empty is where the daemon listens as a rule.
func New(address string) (Daemon, error) {
	if address == "" {
		return Daemon{usual}, nil
	}
	for part := range strings.FieldsSeq(address) {
		where, udp := strings.CutPrefix(part, "udp:")
		if !udp && strings.HasPrefix(part, "tcp:") {
			continue
		}
		if _, err := netip.ParseAddrPort(where); err != nil {
			break
		}
		return Daemon{where}, nil
	}
	return Daemon{}, errors.New("AWS_XRAY_DAEMON_ADDRESS: it has to be an IP address and a port, such as 169.254.79.129:2000")
}

// Export sends the spans.
func (d Daemon) Export(ctx context.Context, all []sdk.ReadOnlySpan) (err error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "udp", d.address)
	if err != nil {
		return fmt.Errorf("reach X-Ray's daemon: %w", err)
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	for _, s := range all {
		body, err := json.Marshal(subsegmentOf(s))
		if err != nil {
			return fmt.Errorf("encode a subsegment: %w", err)
		}
		if len(header)+len(body) > largest {
			continue // the others can still be sent
		}
		if _, err := c.Write(append([]byte(header), body...)); err != nil {
			return fmt.Errorf("send a subsegment: %w", err)
		}
	}
	return nil
}
