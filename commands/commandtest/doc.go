// Package commandtest has fakes of the ports that the commands declare and no
// simulation stands in for: store, engine, outbox and directory. Each remembers
// what it was told. The sandbox has the others: its account meets the ports of
// code host and cloud.
package commandtest
