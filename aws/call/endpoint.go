package call

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// Endpoint is the service's address: its own, the common one or AWS's.
func (c *Caller) Endpoint(ctx context.Context) (*url.URL, error) {
	where, err := c.endpoint(ctx)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", c.service.ID, err)
	}
	at, err := url.Parse(where)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", c.service.ID, err)
	}
	if at.Path == "" {
		at.Path = "/"
	}
	return at, nil
}

// Host is the endpoint's host, with its port when it has one.
func (c *Caller) Host(ctx context.Context) (string, error) {
	at, err := c.Endpoint(ctx)
	if err != nil {
		return "", err
	}
	return at.Host, nil
}

func (c *Caller) endpoint(ctx context.Context) (string, error) {
	for _, source := range c.cfg.ConfigSources {
		own, ok := source.(interface {
			GetServiceBaseEndpoint(ctx context.Context, service string) (string, bool, error)
		})
		if !ok {
			continue
		}
		if where, found, err := own.GetServiceBaseEndpoint(ctx, c.service.ID); err != nil || found {
			return where, err
		}
	}
	if c.cfg.BaseEndpoint != nil {
		return *c.cfg.BaseEndpoint, nil
	}
	domain := "amazonaws.com"
	if strings.HasPrefix(c.cfg.Region, "cn-") {
		domain = "amazonaws.com.cn"
	}
	return fmt.Sprintf("https://%s.%s.%s/", c.service.Name, c.cfg.Region, domain), nil
}
