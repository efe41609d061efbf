// Command hallyu is a sticker store and localization service for chat apps.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hallyu-store/hallyu/internal/app"
)

// version is set when the binary is built for a release.
var version = "dev"

func main() {
	ctx, end := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals) // the first signal ends what has begun, the second one the process
		end()
	}()
	err := app.Run(ctx, app.Process{
		Args: os.Args[1:], Env: os.Environ(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: version,
		Executable: app.Executable(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "hallyu:", err)
	}
	os.Exit(app.ExitCode(err))
}
