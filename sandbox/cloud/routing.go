package cloud

import (
	"fmt"
	"strings"
	"time"
)

// other is the version beside FunctionVersion and its share of the calls; none has the share 0.
func (al Alias) other() (version string, weight float64) {
	for version, weight = range al.AdditionalVersionWeights {
		return version, weight
	}
	return "", 0
}

// sole is the version that gets every call, or empty if two share them.
func (al Alias) sole() string {
	switch version, weight := al.other(); weight {
	case 0:
		return al.FunctionVersion
	case 1:
		return version
	default:
		return ""
	}
}

// checkRouting holds AWS's rules for what an alias may route to: versions that
// exist and are active, at most two, and two only if they are published and run
// with the same role and dead-letter queue.
func (f *function) checkRouting(al Alias, now time.Time) error {
	if len(al.AdditionalVersionWeights) > 1 {
		return fail(CodeInvalidParameter, "Number of items in AdditionalVersionWeights cannot be greater than 1")
	}
	if al.FunctionVersion == "" {
		return invalid("null", "functionVersion", "Member must not be null")
	}
	primary, err := f.routable(al.FunctionVersion, now)
	if err != nil || len(al.AdditionalVersionWeights) == 0 {
		return err
	}
	version, weight := al.other()
	if err := checkWeight(version, weight); err != nil {
		return err
	}
	if version == al.FunctionVersion {
		return fail(CodeInvalidParameter, "Invalid function version %s. "+
			"Function version %s is already included in routing configuration.", version, version)
	}
	if al.FunctionVersion == latest {
		return fail(CodeInvalidParameter, "$LATEST is not supported for an alias pointing to more than 1 version")
	}
	additional, err := f.routable(version, now)
	if err != nil {
		return err
	}
	return alike(primary, additional)
}

func (f *function) routable(version string, now time.Time) (FunctionConfiguration, error) {
	c, err := f.version(version, now)
	if err != nil {
		return c, err
	}
	return c, active(c)
}

func checkWeight(version string, weight float64) error {
	entry := fmt.Sprintf("{%s=%v}", version, weight)
	const field = "routingConfig.additionalVersionWeights"
	if version == "" || strings.Trim(version, "0123456789") != "" {
		return invalid(entry, field, "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]+]")
	}
	if !(weight >= 0 && weight <= 1) { // NaN too
		return invalid(entry, field, "Map value must satisfy constraint: "+
			"[Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0]")
	}
	return nil
}

func alike(x, y FunctionConfiguration) error {
	if x.Role != y.Role {
		return fail(CodeInvalidParameter, "Specified versions must be associated with the same execution role")
	}
	if x.DeadLetterTarget != y.DeadLetterTarget {
		return fail(CodeInvalidParameter, "Specified versions must have the same dead letter queue configuration")
	}
	return nil
}
