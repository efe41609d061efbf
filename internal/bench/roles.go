package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
)

// roles are the baselines that the bench plays itself, each in a process of its own. A role serves until
// ctx is done; see serve.
var roles = map[string]func(ctx context.Context, args []string) error{
	"bare-echo": serveBareEcho,
	"bare-file": serveBareFile,
}

func play(ctx context.Context, role string, args []string) error {
	perform, known := roles[role]
	if !known {
		return fmt.Errorf("no role is called %q", role)
	}
	return perform(ctx, args)
}

// serve serves on a free port and prints its address.
func serve(ctx context.Context, handler http.Handler) error {
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", socket.Addr())
	server := &http.Server{Handler: handler}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	err = server.Serve(socket)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
