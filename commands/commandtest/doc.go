// Package commandtest has fakes of the ports that the commands declare: store, engine,
// outbox, directory and code host. Each remembers what it was told. The sandbox has the
// others: its account meets the ports of the cloud.
package commandtest
