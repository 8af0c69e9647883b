// Command dynamodb runs a command beside AWS's own local edition of DynamoDB,
// whose address the command finds in DYNAMODB_ENDPOINT.
//
//	dynamodb --lib .cache/dynamodb/lib -- go test ./aws/store/...
//
// It keeps what it is told in memory, takes any credentials, and listens on all
// interfaces, which cannot be changed: tools/alone keeps others out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/slipway-dev/slipway/tests/server"
)

func main() {
	var failed *exec.ExitError
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if errors.As(err, &failed) { // it has said why
		os.Exit(failed.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) (err error) {
	flags := flag.NewFlagSet("dynamodb", flag.ContinueOnError)
	lib := flags.String("lib", "", "the `folder` with DynamoDB's jars")
	java := flags.String("java", "java", "the `program` that runs them")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 || *lib == "" {
		return errors.New("usage: dynamodb --lib FOLDER -- COMMAND [ARGUMENT ...]")
	}
	db, err := server.Start("/", func(port string) *exec.Cmd { return local(*java, *lib, port) })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Stop()) }()
	cmd := exec.Command(flags.Arg(0), flags.Args()[1:]...) //nolint:noctx,gosec // it is what somebody asked for; Ctrl-C reaches it too
	cmd.Env = append(os.Environ(), "DYNAMODB_ENDPOINT="+db.URL)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	return cmd.Run()
}

// local is the command that starts it. The options of the machine make it start
// in one second instead of three.
func local(java, lib, port string) *exec.Cmd {
	return exec.Command(java, "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", //nolint:noctx,gosec // run stops it
		"-Djava.library.path="+lib, "-cp", filepath.Join(lib, "*"),
		"com.amazonaws.services.dynamodbv2.local.main.ServerRunner", "-inMemory", "-sharedDb", "-disableTelemetry", "-port", port)
}
