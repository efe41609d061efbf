package jwks

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

var policy = Policy{Fresh: time.Hour, Longest: 24 * time.Hour, AskAgain: time.Minute, Stale: 2 * time.Hour}

// owner has keys at an address, and counts who asks.
type owner struct {
	*httptest.Server
	answer func(http.ResponseWriter)
	asked  atomic.Int32
	now    atomic.Int64 // seconds
}

func newOwner(t *testing.T) *owner {
	o := &owner{}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		o.asked.Add(1)
		o.answer(w)
	}))
	t.Cleanup(o.Close)
	return o
}

func (o *owner) cache(p Policy) *Cache {
	return NewCache(o.Client(), func() time.Time { return time.Unix(o.now.Load(), 0) }, p)
}

func (o *owner) wait(d time.Duration) { o.now.Add(int64(d.Seconds())) }

// find looks for a key by its id.
func (o *owner) find(c *Cache, id string) error {
	_, err := c.Find(context.Background(), o.URL, func(keys []Key) (crypto.PublicKey, bool) {
		for _, key := range keys {
			if key.ID == id {
				return key.Public, true
			}
		}
		return nil, false
	})
	return err
}

// serve has the owner answer with keys of these ids.
func (o *owner) serve(t *testing.T, control string, ids ...string) {
	var keys []jose.JSONWebKey
	for _, id := range ids {
		keys = append(keys, jose.JSONWebKey{Key: newKey(t).Public(), KeyID: id})
	}
	set := setOf(t, keys...)
	o.answer = func(w http.ResponseWriter) {
		w.Header().Set("Cache-Control", control)
		_, _ = w.Write(set)
	}
}

// TestOneAsksForAll: many who come at once ask once, and who knows its key does not wait for those who do not.
func TestOneAsksForAll(t *testing.T) {
	o := newOwner(t)
	o.serve(t, "", "a")
	c := o.cache(policy)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if err := o.find(c, "a"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if o.asked.Load() != 1 {
		t.Errorf("asked %d times", o.asked.Load())
	}
	o.wait(policy.AskAgain)
	answering, answer := make(chan struct{}), make(chan struct{})
	serve := o.answer
	o.answer = func(w http.ResponseWriter) { close(answering); <-answer; serve(w) }
	all.Go(func() {
		if err := o.find(c, "b"); !errors.Is(err, ErrNoKey) {
			t.Error(err)
		}
	})
	<-answering
	if err := o.find(c, "a"); err != nil {
		t.Error(err)
	}
	close(answer)
	all.Wait()
	if o.asked.Load() != 2 {
		t.Errorf("asked %d times", o.asked.Load())
	}
}

// TestWhatCannotBeHad: each answer that is no set leaves the keys that are known, for a while.
func TestWhatCannotBeHad(t *testing.T) {
	for what, answer := range map[string]func(http.ResponseWriter){
		"away":      func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
		"a page":    func(w http.ResponseWriter) { _, _ = w.Write([]byte("<html>")) },
		"no keys":   func(w http.ResponseWriter) { _, _ = w.Write([]byte(`{"keys":[]}`)) },
		"too large": func(w http.ResponseWriter) { _, _ = w.Write(bytes.Repeat([]byte(" "), MaxSet+1)) },
	} {
		o := newOwner(t)
		c := o.cache(policy)
		o.answer = answer
		if err := o.find(c, "a"); !errors.Is(err, ErrAway) {
			t.Errorf("%s at first: %v", what, err)
		}
		o.serve(t, "max-age=120", "a")
		o.wait(policy.AskAgain)
		if err := o.find(c, "a"); err != nil {
			t.Errorf("%s, then keys: %v", what, err)
		}
		o.answer = answer
		o.wait(2 * time.Minute)
		if err := o.find(c, "a"); err != nil || o.asked.Load() != 3 {
			t.Errorf("%s, keys that are stale: %v after %d questions", what, err, o.asked.Load())
		}
		o.wait(policy.Stale)
		if err := o.find(c, "a"); !errors.Is(err, ErrAway) {
			t.Errorf("%s, keys that are old: %v", what, err)
		}
	}
}

// TestAge holds Cache-Control to the policy.
func TestAge(t *testing.T) {
	for control, want := range map[string]time.Duration{
		"": policy.Fresh, "no-store": policy.Fresh, "public, Max-Age=600": 10 * time.Minute, "max-age=1": minFresh,
		"max-age=99999999": policy.Longest, "max-age=-1": policy.Fresh, "max-age=x": policy.Fresh,
	} {
		if got := policy.age(control); got != want {
			t.Errorf("%q: %v, want %v", control, got, want)
		}
	}
}
