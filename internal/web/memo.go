package web

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"
)

// memoKey names a body: a request's target at one revision of what it shows and of the program's own
// words. The parts stay apart because joining them would cost each request an allocation.
type memoKey struct{ revision, words, variant, target string }

func (k memoKey) String() string {
	return k.revision + " " + k.words + " " + k.variant + " " + k.target
}

// memo keeps encoded bodies, least used first out.
type memo struct {
	bodies *otter.Cache[memoKey, *prepared]
	flight singleflight.Group
}

const defaultMemoBytes = 64 << 20

func newMemo(limit int64) *memo {
	if limit <= 0 {
		limit = defaultMemoBytes
	}
	return &memo{bodies: otter.Must(&otter.Options[memoKey, *prepared]{
		MaximumWeight: uint64(limit),
		Weigher: func(k memoKey, p *prepared) uint32 {
			return uint32(len(k.target) + len(p.plain.data) + len(p.gzip.data) + 512)
		},
	})}
}

// Reading is what a hot read needs to be answered from memory or made anew.
type Reading struct {
	Revision string // of all that the reply shows
	Variant  string // what besides the URL the reply depends on, for example the negotiated locale
	Make     func() (*Body, error)

	Immutable bool // the address always has these bytes
	Private   bool // it needed a key: no cache keeps it
}

// Read answers a public read with a body that is encoded once per revision and URL. Errors of Make
// are not remembered.
func (s *Server) Read(c echo.Context, r Reading) error {
	key := memoKey{r.Revision, s.Words.Revision(), r.Variant, c.Request().RequestURI}
	body, found := s.memo.bodies.GetIfPresent(key)
	if !found {
		made, err, _ := s.memo.flight.Do(key.String(), func() (any, error) { return makeForAll(c, r) })
		if err != nil {
			return err
		}
		body = prepare(made.(*Body))
		s.memo.bodies.Set(key, body)
	}
	s.send(c, body, r)
	return nil
}

// makeTimeout bounds how long a body may take to make.
const makeTimeout = 30 * time.Second

// makeForAll makes a body that others may be waiting for as well: it goes on when the one who asked
// first has left.
func makeForAll(c echo.Context, r Reading) (*Body, error) {
	request := c.Request()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(request.Context()), makeTimeout)
	defer cancel()
	c.SetRequest(request.WithContext(ctx))
	defer c.SetRequest(request)
	return r.Make()
}
