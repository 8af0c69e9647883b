// Package judge judges.
package judge

import _ "gonum.org/v1/gonum/mathext"

// Verdict is what it finds.
type Verdict string
