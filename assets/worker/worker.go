// Package worker makes the pictures that are served in processes of their own. A decoder that is led
// astray by an upload can there neither read what the server knows nor take its memory with it.
//
// A [Pool] is an [assets.Deriver]. It walks the headers of an upload itself, for that decodes nothing,
// and hands what the budget admits to a child: the same binary again, which calls [Serve]. A child has
// an empty environment, limits of memory, time and files, no way to gain rights, and ends with the
// server (on Linux; Missing says what another system lacks). It takes one upload after the other, and is
// replaced after some, and after every one that it did not survive. What it returns is walked again.
package worker

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// Limits of a child, and of one upload in it.
const (
	MemoryLimit = 512 << 20        // bytes of data
	CPULimit    = 20 * time.Second // of computing for one upload
	fileLimit   = 16               // open files
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
	Deadline time.Duration // of one upload in a child, by the clock; a minute
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
		c.Deadline = time.Minute
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
	info, err := p.judge(data)
	if err != nil {
		return assets.Derived{}, err
	}
	defer p.inside.Add(-1)
	if p.inside.Add(1) > int64(p.config.Children+p.config.Waiting) {
		return assets.Derived{}, ErrUploadsBusy.With("retry_after", time.Second)
	}
	select {
	case c := <-p.idle:
		derived, err := p.derive(ctx, c, data)
		if err == nil {
			derived.Info = info
		}
		return derived, err
	case <-ctx.Done():
		return assets.Derived{}, ctx.Err()
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

// derive has a child work and gives its place back. An upload that a used child does not survive is
// tried in a fresh one: what the child had left over from others must not be its fault.
func (p *Pool) derive(ctx context.Context, c *child, data []byte) (assets.Derived, error) {
	defer func() { p.idle <- p.keep(c) }()
	for {
		fresh := c == nil
		if fresh {
			var err error
			if c, err = start(p.config.Command); err != nil {
				return assets.Derived{}, err
			}
		}
		derived, err := c.derive(ctx, p.config.Deadline, data)
		var died *death
		if !errors.As(err, &died) {
			return derived, err
		}
		c.end()
		c = nil
		if fresh || died.reason == reasonTime || ctx.Err() != nil {
			return assets.Derived{}, died.verdict(ctx)
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
