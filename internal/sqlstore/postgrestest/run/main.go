// Command run starts a PostgreSQL, runs a command with HALLYU_TEST_POSTGRES_URL naming it, and ends
// the server with the command: one server for all packages of a test run.
//
//	go run ./internal/sqlstore/postgrestest/run go test ./...
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: run COMMAND [ARGUMENT...]")
		return 2
	}
	command := exec.Command(args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	cluster, err := postgrestest.Start()
	switch {
	case err == nil:
		defer cluster.Close()
		command.Env = append(os.Environ(), postgrestest.Variable+"="+cluster.URL("postgres"))
	case !errors.Is(err, postgrestest.ErrMissing):
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	err = command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		return exit.ExitCode()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
