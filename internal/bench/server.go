package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The cores of a run. On another layout, for example with hyper-threads, give the bench two real cores
// by taskset.
const (
	serverCore = 0
	loadCore   = 1
)

// Server is a process under load, alone on its core.
type Server struct {
	Addr string // host:port
	cmd  *exec.Cmd
	log  *os.File
}

// Command says how a server is started. It must print an address, http://127.0.0.1:PORT, on its standard
// output as soon as it is ready; what it writes to standard error goes to a file.
type Command struct {
	Env  []string // besides the bench's own
	Path string
	Args []string
}

var printedAddress = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)`)

// StartServer starts a server on the servers' core and waits until it is ready.
func (b *Bench) StartServer(ctx context.Context, c Command) (*Server, error) {
	log, err := os.CreateTemp(b.Temp, "stderr-")
	if err != nil {
		return nil, err
	}
	args := append([]string{"-c", strconv.Itoa(serverCore), c.Path}, c.Args...)
	s := &Server{cmd: exec.CommandContext(ctx, "taskset", args...), log: log}
	s.cmd.Env, s.cmd.Stderr = append(os.Environ(), c.Env...), log
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	stdout, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	s.Addr, err = readAddress(stdout)
	if err != nil {
		said, _ := os.ReadFile(log.Name())
		return nil, errors.Join(fmt.Errorf("%s: %w: %s", c.Path, err, said), s.Stop())
	}
	return s, nil
}

// readAddress reads lines until one has an address, and drains the rest.
func readAddress(stdout io.Reader) (string, error) {
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if found := printedAddress.FindSubmatch(lines.Bytes()); found != nil {
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return string(found[1]), nil
		}
	}
	return "", errors.New("it ended without printing its address")
}

// Stop ends the process as an orchestrator would, and waits for it.
func (s *Server) Stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	err := s.cmd.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		err = nil // how a baseline takes a signal is its own affair
	}
	return errors.Join(err, s.log.Close())
}

// CPU is the time that the process has spent on a core so far, all threads together.
func (s *Server) CPU() (spent time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	for _, thread := range threads {
		onCore, _, _ := strings.Cut(firstLine(thread), " ")
		nanoseconds, _ := strconv.ParseInt(onCore, 10, 64)
		spent += time.Duration(nanoseconds)
	}
	return spent
}

// StartSelf starts this program in one of its roles.
func (b *Bench) StartSelf(ctx context.Context, role string, args ...string) (*Server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return b.StartServer(ctx, Command{Path: self, Args: append([]string{"-as", role, "--"}, args...)})
}

// Hallyu builds cmd/hallyu once a run and returns where it is.
func (b *Bench) Hallyu(ctx context.Context) (string, error) {
	if b.binary != "" {
		return b.binary, nil
	}
	path := filepath.Join(b.Temp, "hallyu")
	err := goBuild(ctx, "../..", path, "./cmd/hallyu")
	if err != nil {
		return "", err
	}
	b.binary = path
	return path, nil
}

// goBuild builds a program of the module in a folder; the bench runs in its own.
func goBuild(ctx context.Context, folder, output, pkg string) error {
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", output, pkg)
	build.Dir, build.Stderr = folder, os.Stderr
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	return build.Run()
}
