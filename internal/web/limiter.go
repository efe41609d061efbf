package web

import (
	"fmt"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"github.com/hallyu-store/hallyu/accounts"
)

// policy is a token bucket: a burst of requests at once, then so many a second, for ever.
type policy struct {
	name      string
	burst     int
	perSecond int
}

// A key stands for a chat app's whole backend; a holder is one person; an address may be many, none of
// whom signs in often.
var (
	perKey     = policy{"key", 2000, 1000}
	perHolder  = policy{"holder", 100, 20}
	perAddress = policy{"address", 30, 1}
)

const holderParam = "holder"

// limiter bounds how fast a key and a holder may ask.
type limiter struct {
	now     func() time.Time
	mu      sync.Mutex
	buckets map[string]*bucket
	spent   map[string]int // by this process, since it last told the others
	sharing bool
	swept   time.Time
}

// bucket is what a policy leaves to one key, holder or address.
type bucket struct {
	*rate.Limiter
	policy
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, buckets: map[string]*bucket{}, spent: map[string]int{}}
}

// take counts one request of an actor, and of the holder in its path, and refuses it when either has
// none left. The headers follow draft-ietf-httpapi-ratelimit-headers-11.
func (l *limiter) take(c echo.Context, actor accounts.Actor) error {
	err := l.spend(c, perKey, actor.Key)
	holder := c.Param(holderParam)
	if err != nil || holder == "" {
		return err
	}
	return l.spend(c, perHolder, actor.Key+"/"+holder)
}

func (l *limiter) spend(c echo.Context, p policy, name string) error {
	allowed, left := l.try(p, name)
	header := c.Response().Header()
	header.Set("RateLimit-Policy", fmt.Sprintf(`"%s";q=%d;w=%d`, p.name, p.burst, p.burst/p.perSecond))
	header.Set("RateLimit", fmt.Sprintf(`"%s";r=%d;t=%d`, p.name, left, (p.burst-left)/p.perSecond))
	if !allowed {
		return ErrTooManyRequests.With("retry_after", time.Second/time.Duration(p.perSecond))
	}
	return nil
}

// try takes one token out of a bucket, if there is one, and tells how many are left.
func (l *limiter) try(p policy, name string) (allowed bool, left int) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	b, known := l.buckets[name]
	if !known {
		b = &bucket{rate.NewLimiter(rate.Limit(p.perSecond), p.burst), p}
		l.buckets[name] = b
	}
	allowed = b.AllowN(now, 1)
	if allowed && l.sharing {
		l.spent[name]++
	}
	return allowed, max(int(b.TokensAt(now)), 0)
}

// sweep forgets, once a minute, the buckets that are full again.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for name, b := range l.buckets {
		if b.TokensAt(now) >= float64(b.Burst()) {
			delete(l.buckets, name)
		}
	}
}
