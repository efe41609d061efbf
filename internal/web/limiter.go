package web

import (
	"fmt"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"github.com/hallyu-store/hallyu/accounts"
)

// policy is a token bucket: a burst of requests at once, then one more after each interval, for ever.
type policy struct {
	name     string
	burst    int
	interval time.Duration
}

// A key stands for a chat app's whole backend; a holder is one person; an address may be many, none of
// whom signs in often. Wrong passwords are counted per account, too, and letters that strangers ask for
// per mailbox.
var (
	perKey     = policy{"key", 2000, time.Millisecond}
	perHolder  = policy{"holder", 100, 50 * time.Millisecond}
	perAddress = policy{"address", 30, time.Second}
	perAccount = policy{"account", 20, 30 * time.Second}
	perMailbox = policy{"mailbox", 5, 10 * time.Minute}
	perGuesser = policy{"code", 10, time.Minute}        // wrong codes of one holder
	perGuesses = policy{"codes", 1000, 2 * time.Second} // wrong codes of all holders of an app
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
	held int // tokens of what is under way, which are taken when it turns out to count
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, buckets: map[string]*bucket{}, spent: map[string]int{}}
}

// take counts one request of an actor, and of the holder in its path, and refuses it when either has
// none left. A holder's own device takes nothing of its app. The headers follow draft-ietf-httpapi-ratelimit-headers-11.
func (l *limiter) take(c echo.Context, actor accounts.Actor) error {
	if actor.Kind == accounts.KindHolder {
		return l.spend(c, perHolder, "own "+actor.App+"/"+string(actor.Mode)+"/"+actor.Holder)
	}
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
	header.Set("RateLimit-Policy", fmt.Sprintf(`"%s";q=%d;w=%d`, p.name, p.burst, p.refill(p.burst)))
	header.Set("RateLimit", fmt.Sprintf(`"%s";r=%d;t=%d`, p.name, left, p.refill(p.burst-left)))
	if !allowed {
		return p.refusal()
	}
	return nil
}

// refill is how many whole seconds so many tokens take.
func (p policy) refill(tokens int) int { return int(time.Duration(tokens) * p.interval / time.Second) }

func (p policy) refusal() error { return ErrTooManyRequests.With("retry_after", p.interval) }

// hold sets one token of a bucket aside, if there is one, until settle tells whether it is taken.
func (l *limiter) hold(p policy, name string) bool {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(p, name, now)
	if int(b.TokensAt(now)) <= b.held {
		return false
	}
	b.held++
	return true
}

// settle takes a token that was held, or leaves it in the bucket.
func (l *limiter) settle(name string, taken bool) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[name]
	b.held--
	if taken {
		l.spendOne(b, name, now)
	}
}

// try takes one token out of a bucket, if there is one, and tells how many are left.
func (l *limiter) try(p policy, name string) (allowed bool, left int) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(p, name, now)
	allowed = l.spendOne(b, name, now)
	return allowed, max(int(b.TokensAt(now)), 0)
}

// bucket returns the bucket of a name, which is full when there was none. The caller holds the lock.
func (l *limiter) bucket(p policy, name string, now time.Time) *bucket {
	l.sweep(now)
	b, known := l.buckets[name]
	if !known {
		b = &bucket{Limiter: rate.NewLimiter(rate.Every(p.interval), p.burst), policy: p}
		l.buckets[name] = b
	}
	return b
}

// spendOne takes a token, if there is one. The caller holds the lock.
func (l *limiter) spendOne(b *bucket, name string, now time.Time) bool {
	allowed := b.AllowN(now, 1)
	if allowed && l.sharing {
		l.spent[name]++
	}
	return allowed
}

// sweep forgets, once a minute, the buckets that are full again and of which nothing is held.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for name, b := range l.buckets {
		if b.held == 0 && b.TokensAt(now) >= float64(b.Burst()) {
			delete(l.buckets, name)
		}
	}
}
