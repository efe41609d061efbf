package servertest

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

//go:embed smtp.py
var smtpScript string

// Letter is a mail as the server got it.
type Letter struct {
	From string
	To   []string
	TLS  bool
	Data string // RFC 5322
}

// SMTP starts a real mail server and returns its address and what waits for the next letter. arguments are
// those of smtp.py. Without Debian's python3-aiosmtpd the test is skipped; where CI is set it fails.
func SMTP(t testing.TB, arguments ...string) (address string, next func() Letter) {
	t.Helper()
	if exec.Command("/usr/bin/python3", "-c", "import aiosmtpd").Run() != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("python3-aiosmtpd is not installed")
		}
		t.Skip("python3-aiosmtpd is not installed")
	}
	server := exec.CommandContext(t.Context(), "/usr/bin/python3", append([]string{"-"}, arguments...)...)
	server.Stdin, server.Stderr = strings.NewReader(smtpScript), t.Output()
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	err = server.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	lines.Scan()
	return "127.0.0.1:" + lines.Text(), func() (l Letter) {
		t.Helper()
		if !lines.Scan() || json.Unmarshal(lines.Bytes(), &l) != nil {
			t.Fatal("no letter came")
		}
		return l
	}
}
