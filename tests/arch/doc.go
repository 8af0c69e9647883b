// Package arch holds the rules that the compiler does not: which package may
// import which, and what no file may contain.
//
// It parses the files itself instead of asking the go command. The files it
// reads are then inputs of the test, so that a change to any of them makes the
// test run again; an answer of `go list` would be cached with the test.
package arch
