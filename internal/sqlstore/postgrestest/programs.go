package postgrestest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// programs are PostgreSQL's, and who runs them: they refuse to be run by root.
type programs struct {
	folder string
	as     *syscall.Credential // nil for whoever runs the test
}

// findPrograms looks where Debian puts them, then along PATH. The newest version wins.
func findPrograms() (programs, error) {
	var p programs
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if path, err := exec.LookPath("postgres"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		return p, ErrMissing
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	p.folder = filepath.Dir(newest)
	var err error
	if os.Getuid() == 0 {
		p.as, err = credential("postgres")
	}
	return p, err
}

func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

func credential(name string) (*syscall.Credential, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return nil, fmt.Errorf("postgrestest: the server cannot be run as root: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

// own gives a folder to whoever runs the programs.
func (p programs) own(folder string) error {
	if p.as == nil {
		return nil
	}
	return os.Chown(folder, int(p.as.Uid), int(p.as.Gid))
}

// command runs one of the programs, away from the terminal's signals.
func (p programs) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(p.folder, name), args...)
	p.detach(command)
	return command
}

func (p programs) detach(command *exec.Cmd) {
	command.Dir = "/"
	command.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=Asia/Seoul"}
	command.SysProcAttr = &syscall.SysProcAttr{Credential: p.as, Setpgid: true}
}

// guard starts the server beneath a shell that ends it.
func (p programs) guard(folder string, log *os.File, args []string) (*guard, error) {
	server := append([]string{"-c", guardScript, "guard", folder, filepath.Join(p.folder, "postgres")}, args...)
	g := &guard{shell: exec.Command("/bin/sh", server...), done: make(chan struct{})}
	p.detach(g.shell)
	g.shell.Stdout, g.shell.Stderr = log, log
	var err error
	g.lease, err = g.shell.StdinPipe()
	if err != nil {
		return nil, err
	}
	err = g.shell.Start()
	if err != nil {
		return nil, err
	}
	go func() {
		_ = g.shell.Wait()
		close(g.done)
	}()
	return g, nil
}

// ready reads the server's state, the last line of its lock file.
func ready(data string) bool {
	content, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return err == nil && len(lines) >= 8 && strings.TrimSpace(lines[7]) == "ready"
}
