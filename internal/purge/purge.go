// Package purge tells a CDN, or whatever keeps copies of the store, which addresses show something else now.
// It follows the journal, to which every change of the catalog is committed: nothing is told that did not
// happen, and nothing that happened is left out, however often the process ends or the other side is away.
package purge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// ErrAddress: the address of the hook is none that is called.
var ErrAddress = errors.New("purge: not an http or https address without user and password")

// Events is the journal that is followed.
type Events interface {
	Events(ctx context.Context, ledger string, after int64, limit int) ([]journal.Event, error)
}

// Marks remembers how far the journal was followed.
type Marks interface {
	// Mark returns the value of a mark, 0 before it was set.
	Mark(ctx context.Context, name string) (int64, error)
	// SetMark raises a mark; a lower value changes nothing.
	SetMark(ctx context.Context, name string, value int64) error
}

// Config says whom to tell.
type Config struct {
	Address string // http or https
	Secret  string // sent as a bearer token; "" for none
}

// Deps are what a Hook needs besides its Config.
type Deps struct {
	Events Events
	Marks  Marks
	Log    *slog.Logger
	Now    func() time.Time
}

// Hook tells one address.
type Hook struct {
	Config
	Deps
	client   *http.Client
	failures int       // in a row
	after    time.Time // when to try again
}

// New returns a hook that tells nothing yet. The error is ErrAddress.
func New(config Config, deps Deps) (*Hook, error) {
	u, err := url.Parse(config.Address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, ErrAddress
	}
	dialer := &net.Dialer{Timeout: patience, Control: refuse}
	transport := &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: patience, MaxIdleConns: 1, IdleConnTimeout: time.Minute}
	client := &http.Client{Transport: transport, Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // whoever was trusted with the secret is the only one to get it
	}}
	return &Hook{Config: config, Deps: deps, client: client}, nil
}

// refuse turns away addresses that no CDN has and that a name could be made to lead to: those of the link,
// where clouds keep their machines' credentials, and those of many or of nobody.
func refuse(_, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := target.Addr().Unmap()
	if ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() {
		return fmt.Errorf("purge: %s is not called", ip)
	}
	return nil
}

const (
	lookEvery = time.Second
	batch     = 100
	patience  = 10 * time.Second
	longest   = 5 * time.Minute // between attempts
	markName  = "purge"
)

// Run tells what changes until ctx is done.
func (h *Hook) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		err := h.Deliver(ctx)
		if err != nil && ctx.Err() == nil {
			h.Log.Warn("copies not purged", "error", err, "again", h.after)
		}
	}
}

// Deliver tells what changed since the last time, oldest first, unless it is too early to try again. What
// was not taken is told again; so the other side may hear of a change twice.
func (h *Hook) Deliver(ctx context.Context) error {
	if h.Now().Before(h.after) {
		return nil
	}
	for {
		more, err := h.deliver(ctx)
		if err != nil {
			h.after = h.Now().Add(min(longest, time.Second<<min(h.failures, 10)))
			h.failures++
			return err
		}
		h.failures = 0
		if !more {
			return nil
		}
	}
}

// deliver tells of one batch. It reports whether there may be more.
func (h *Hook) deliver(ctx context.Context) (bool, error) {
	mark, err := h.Marks.Mark(ctx, markName)
	if err != nil {
		return false, err
	}
	all, err := h.Events.Events(ctx, "", mark, batch)
	events := h.settled(all)
	if err != nil || len(events) == 0 {
		return false, err
	}
	last := events[len(events)-1]
	notice := Notice{ID: last.ID, Paths: pathsOf(events)}
	if len(notice.Paths) > 0 {
		err = h.send(ctx, notice)
		if err != nil {
			return false, err
		}
	}
	return len(events) == batch, h.Marks.SetMark(ctx, markName, last.Sequence)
}

// settleFor is how long a change rests before it is told: until then a replica may not have seen it yet, and
// would hand the old copy to whoever asks after the purge.
const settleFor = 5 * time.Second

// settled are the events that are old enough, without those behind one that is not.
func (h *Hook) settled(events []journal.Event) []journal.Event {
	before := h.Now().Add(-settleFor)
	for i, e := range events {
		if e.At.After(before) {
			return events[:i]
		}
	}
	return events
}

// send posts a notice. Whatever is not 2xx was not taken.
func (h *Hook) send(ctx context.Context, notice Notice) error {
	body, err := json.Marshal(notice)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.Address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "hallyu")
	if h.Secret != "" {
		request.Header.Set("Authorization", "Bearer "+h.Secret)
	}
	reply, err := h.client.Do(request)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	_, _ = io.CopyN(io.Discard, reply.Body, 64<<10)
	if reply.StatusCode/100 != 2 {
		return fmt.Errorf("purge: answered %d", reply.StatusCode)
	}
	return nil
}
