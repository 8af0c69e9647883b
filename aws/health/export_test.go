package health

import "time"

// Duration is what the end of a log says of how long a call took.
func Duration(tail string) (time.Duration, bool) { return duration(tail) }
