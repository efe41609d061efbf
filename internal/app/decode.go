package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/worker"
	"github.com/hallyu-store/hallyu/internal/demo"
)

// Executable is the file of the running program, also after another was put in its place: an upgrade must
// not change what decodes for a server that still runs.
func Executable() string {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe"
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return path
}

// decoder makes what is served of uploads, and what other platforms take of them, and says what it lacks.
type decoder struct {
	assets.Deriver
	assets.Exporter
	close func() error
}

// openDecoder returns what decodes in processes of their own, if it knows the program's file. Exports have
// children apart from those that somebody waits for, and let them go first.
func openDecoder(p *Process, log *slog.Logger) decoder {
	if p.Executable == "" {
		log.Warn("uploads are decoded in this process: the program's file is not known")
		return decoder{assets.NewDeriver(assets.DefaultBudget), assets.NewExporter(assets.DefaultBudget), func() error { return nil }}
	}
	if worker.Missing != "" {
		log.Warn(worker.Missing)
	}
	c := worker.Config{Command: []string{p.Executable, "decode-worker"}, Budget: assets.DefaultBudget}
	served := worker.New(c)
	c.Yielding = true
	exported := worker.New(c)
	return decoder{served, exported, func() error { return errors.Join(served.Close(), exported.Close()) }}
}

// deriver makes what is shown of uploads. What is refused is counted.
func (t *tied) deriver() assets.Deriver {
	return countedDeriver{demo.Deriver(t.decoder.Deriver), t.counters.rejects}
}

// decodeWorkerCommand is what this program starts of itself. People have no use for it.
type decodeWorkerCommand struct{}

// Run decodes one upload after the other, until standard input ends.
func (decodeWorkerCommand) Run(ctx context.Context, p *Process) error {
	if p.Stdin == nil {
		return usageError{errors.New("decode-worker reads uploads from its standard input")}
	}
	return worker.Serve(ctx, p.Stdin, p.Stdout)
}
