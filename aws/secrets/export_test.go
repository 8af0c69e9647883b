package secrets

// Decode is decode, for the fuzzer.
func Decode(body string) (Set, error) { return decode(body) }
