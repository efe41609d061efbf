// Package worker makes the pictures that are served in processes of their own. A decoder that is led
// astray by an upload can there neither read what the server knows nor take its memory with it.
//
// A [Pool] is an [assets.Deriver] and an [assets.Exporter]. It walks the headers of an upload itself, for
// that decodes nothing, and hands what the budget admits to a child: the same binary again, which calls
// [Serve]. A child knows of its environment where programs are and nothing else; it has limits of memory,
// time and files, no way to gain rights, and ends with the server (on Linux; Missing says what another
// system lacks). The encoders that it runs are limited as it is, and end with it. It takes one upload after
// the other, and is replaced after some, and after every one that it did not survive. What it returns is
// walked again.
package worker

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// Limits of a child, and of one upload in it.
const (
	MemoryLimit    = 512 << 20        // bytes of data, of the child and of each encoder that it runs
	CPULimit       = 20 * time.Second // of computing for one upload
	ExportCPULimit = 2 * time.Minute  // of computing, where an upload is made for other platforms
	fileLimit      = 16               // open files
)

// ErrUploadsBusy: as many uploads are waiting to be decoded as may wait. Facts: retry_after.
var ErrUploadsBusy = fault.Define(fault.TooMany, "uploads-busy")

// Reasons that assets.ErrImageTooCostly gives.
const (
	reasonMemory = "memory"
	reasonTime   = "time"
	reasonCrash  = "crash"
)

// Config is what a Pool is made of. Zero numbers are replaced by what New says.
type Config struct {
	Command  []string // starts a child: a program and its arguments, which must come to call Serve
	Budget   assets.Budget
	Children int           // at once; as many as cores
	Waiting  int           // uploads that may wait for a child; 16 for each child
	Reuse    int           // uploads that a child takes before it is replaced; 50
	Deadline time.Duration // of one upload in a child, by the clock; three minutes
	Yielding bool          // children let everything else on the machine go first
}

func (c Config) filled() Config {
	if c.Children == 0 {
		c.Children = runtime.GOMAXPROCS(0)
	}
	if c.Waiting == 0 {
		c.Waiting = 16 * c.Children
	}
	if c.Reuse == 0 {
		c.Reuse = 50
	}
	if c.Deadline == 0 {
		c.Deadline = 3 * time.Minute
	}
	return c
}

// Pool keeps children and hands uploads to them. It is safe for concurrent use.
type Pool struct {
	config Config
	idle   chan *child // one for each child that may be; nil for one that is not started
	inside atomic.Int64
}

// New returns a Pool that has not started anything yet.
func New(c Config) *Pool {
	p := &Pool{config: c.filled()}
	p.idle = make(chan *child, p.config.Children)
	for range p.config.Children {
		p.idle <- nil
	}
	return p
}

// Derive implements assets.Deriver. Besides its faults: ErrUploadsBusy, and assets.ErrImageTooCostly for
// an upload that a child did not survive.
func (p *Pool) Derive(ctx context.Context, data []byte) (assets.Derived, error) {
	r, info, err := p.do(ctx, job{Do: deriveJob}, data)
	if err == nil {
		r.derived.Info = info
	}
	return r.derived, err
}

// Examine implements assets.Exporter, with the faults of Derive.
func (p *Pool) Examine(ctx context.Context, data []byte) (assets.Examination, error) {
	r, info, err := p.do(ctx, job{Do: examineJob}, data)
	if err == nil {
		r.examination.Info = info
	}
	return r.examination, err
}

// Export implements assets.Exporter, with the faults of Derive.
func (p *Pool) Export(ctx context.Context, data []byte, targets []assets.Target) ([]assets.Export, error) {
	if len(targets) > maxTargets {
		return nil, fmt.Errorf("worker: %d targets at once", len(targets))
	}
	r, _, err := p.do(ctx, job{exportJob, targets}, data)
	return r.exports, err
}

// do has a child do a job, when its turn comes.
func (p *Pool) do(ctx context.Context, j job, data []byte) (reply, assets.Info, error) {
	info, err := p.judge(data)
	if err != nil {
		return reply{}, info, err
	}
	defer p.inside.Add(-1)
	if p.inside.Add(1) > int64(p.config.Children+p.config.Waiting) {
		return reply{}, info, ErrUploadsBusy.With("retry_after", time.Second)
	}
	select {
	case c := <-p.idle:
		r, err := p.hand(ctx, c, j, data)
		return r, info, err
	case <-ctx.Done():
		return reply{}, info, ctx.Err()
	}
}

// judge refuses what needs no decoder to be refused.
func (p *Pool) judge(data []byte) (assets.Info, error) {
	err := p.config.Budget.CheckSize(int64(len(data)))
	if err != nil {
		return assets.Info{}, err
	}
	info, err := assets.Inspect(data)
	if err != nil {
		return assets.Info{}, err
	}
	return info, p.config.Budget.Check(info)
}

// hand has a child work and gives its place back. An upload that a used child does not survive is
// tried in a fresh one: what the child had left over from others must not be its fault.
func (p *Pool) hand(ctx context.Context, c *child, j job, data []byte) (reply, error) {
	defer func() { p.idle <- p.keep(c) }()
	for {
		fresh := c == nil
		if fresh {
			var err error
			if c, err = start(p.config.Command, p.config.Yielding); err != nil {
				return reply{}, err
			}
		}
		r, err := c.do(ctx, p.config.Deadline, j, data)
		var died *death
		if !errors.As(err, &died) {
			return r, err
		}
		c.end()
		c = nil
		if fresh || died.reason == reasonTime || ctx.Err() != nil {
			return reply{}, died.verdict(ctx)
		}
	}
}

// keep returns c if it may take another upload, else nil.
func (p *Pool) keep(c *child) *child {
	if c == nil || c.uploads < p.config.Reuse {
		return c
	}
	c.end()
	return nil
}

// Close ends all children, once they are idle. The pool must not be used afterwards.
func (p *Pool) Close() error {
	for range p.config.Children {
		if c := <-p.idle; c != nil {
			c.end()
		}
	}
	return nil
}
