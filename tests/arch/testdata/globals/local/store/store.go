package store

import (
	_ "embed"
	"sync"
)

var mu sync.Mutex

//go:embed store.go
var source string

// cache is filled as we go.
var cache = map[string]int{}

var table = []string{"a", "b"}

// count counts.
var count int

// first is handed out by pointer.
var first struct{ n int }

func init() { count = 1 }

func add(name string) *int {
	mu.Lock()
	cache[name]++
	return &first.n
}

func forget(name string) { delete(cache, name) }
