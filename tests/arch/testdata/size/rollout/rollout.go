package rollout

// Store does too much.
type Store interface {
	Load()
	Query()
	Commit()
	Delete()
}

// Tidy is fine.
type Tidy interface {
	Load()
	Query()
	Commit()
}

// The rest
// of this
// file is
// only here
// to be long.
