package postgrestest_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest"
)

func start(t *testing.T) *postgrestest.Cluster {
	t.Helper()
	c, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answers(address string) bool {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

func TestClusterStopsAndComesBack(t *testing.T) {
	c := start(t)
	for _, stop := range []func(){c.Kill, c.Halt} {
		if !answers(c.Address()) {
			t.Fatal("it does not answer")
		}
		stop()
		if answers(c.Address()) {
			t.Error("it answers after its end")
		}
		if err := c.Resume(); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil || answers(c.Address()) {
		t.Error("it is still there:", err)
	}
}

// TestClusterEndsWithItsProcess kills a process that holds a cluster, as nothing can tidy up then.
func TestClusterEndsWithItsProcess(t *testing.T) {
	if os.Getenv("POSTGRESTEST_HOLD") != "" {
		c := start(t)
		_ = os.WriteFile(os.Getenv("POSTGRESTEST_HOLD"), []byte(c.Address()+" "+c.Folder()), 0o600)
		select {}
	}
	start(t).Close() // skips when there is no PostgreSQL
	said := filepath.Join(t.TempDir(), "said")
	child := exec.Command(os.Args[0], "-test.run=^TestClusterEndsWithItsProcess$")
	child.Env = append(os.Environ(), "POSTGRESTEST_HOLD="+said)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var address, folder string
	within(t, "the child's cluster", func() bool {
		content, _ := os.ReadFile(said)
		var whole bool
		address, folder, whole = strings.Cut(string(content), " ")
		return whole
	})
	_ = child.Process.Kill()
	_ = child.Wait()
	within(t, "the cluster's end", func() bool {
		_, err := os.Stat(folder)
		return !answers(address) && os.IsNotExist(err)
	})
}

func within(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(30 * time.Second); !so(); {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("waited in vain for", what)
		}
	}
}
