package cloud

// Throttle makes the next n calls of one operation ("UpdateAlias") be answered
// with a 429, whatever the account's rates are.
func (a *Account) Throttle(op string, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.throttled[op] = n
}

// admit takes a call in, or refuses it because there are too many.
func (a *Account) admit(op string, limit *bucket) error {
	left := a.throttled[op]
	if left > 0 {
		a.throttled[op] = left - 1
	}
	if left > 0 || !limit.take(a.opts.RateClock()) {
		return fail(CodeTooManyRequests, "Rate exceeded")
	}
	return nil
}
