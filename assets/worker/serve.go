package worker

import (
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/hallyu-store/hallyu/assets"
)

// heapGoal is the heap in bytes from which on the collector works harder: what is left up to
// MemoryLimit is for what is no heap, and for what is not yet collected.
const heapGoal = MemoryLimit * 3 / 4

// Serve is what a child does: it limits itself, says that it is ready, and answers one upload after the
// other until there are no more. It is to be called at the start of a process that does nothing else.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	err := limit()
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(1) // as many children as cores work at once
	debug.SetMemoryLimit(heapGoal)
	work := hand{assets.NewDeriver(assets.DefaultBudget), assets.NewExporter(assets.DefaultBudget)}
	err = writeFrame(out, []byte(greeting))
	for err == nil {
		err = serveOne(ctx, work, in, out)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// serveOne answers one upload. io.EOF says that there is none.
func serveOne(ctx context.Context, work hand, in io.Reader, out io.Writer) error {
	j, data, err := readJob(in)
	if err == nil {
		err = limitCPU(j.cpu())
	}
	if err != nil {
		return err
	}
	err = writeReply(out, work.do(ctx, j, data))
	debug.FreeOSMemory() // an idle child is a small one
	return err
}
