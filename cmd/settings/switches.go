package settings

import (
	"fmt"
	"slices"
	"strings"
)

// The switches of Terraform that cost something.
const (
	WAF            = "waf"
	SecretsManager = "secretsmanager"
	Key            = "key"
	WarmUp         = "warm_up"
	Dashboards     = "dashboards"
	Image          = "image"
	Tracing        = "tracing"
)

func switches() []string {
	return []string{WAF, SecretsManager, Key, WarmUp, Dashboards, Image, Tracing}
}

// priced reads them. Where none is on, the list is there and empty: "none".
func priced(s *Settings, value string) error {
	s.Switches = []string{}
	if value == "none" {
		return nil
	}
	for _, name := range strings.Split(value, ",") {
		if !slices.Contains(switches(), name) {
			return fmt.Errorf("%q is none of %s; say none where none is on", name, strings.Join(switches(), ", "))
		}
		s.Switches = append(s.Switches, name)
	}
	return nil
}
