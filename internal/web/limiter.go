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
	buckets map[string]*rate.Limiter
	swept   time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, buckets: map[string]*rate.Limiter{}}
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
	now := l.now()
	bucket := l.bucket(p, name, now)
	allowed := bucket.AllowN(now, 1)
	left := max(int(bucket.TokensAt(now)), 0)
	header := c.Response().Header()
	header.Set("RateLimit-Policy", fmt.Sprintf(`"%s";q=%d;w=%d`, p.name, p.burst, p.burst/p.perSecond))
	header.Set("RateLimit", fmt.Sprintf(`"%s";r=%d;t=%d`, p.name, left, (p.burst-left)/p.perSecond))
	if !allowed {
		return ErrTooManyRequests.With("retry_after", time.Second/time.Duration(p.perSecond))
	}
	return nil
}

func (l *limiter) bucket(p policy, name string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	bucket, known := l.buckets[name]
	if !known {
		bucket = rate.NewLimiter(rate.Limit(p.perSecond), p.burst)
		l.buckets[name] = bucket
	}
	return bucket
}

// sweep forgets, once a minute, the buckets that are full again.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for name, bucket := range l.buckets {
		if bucket.TokensAt(now) >= float64(bucket.Burst()) {
			delete(l.buckets, name)
		}
	}
}
