package production

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// balancer spreads requests over those replicas that say they are ready. It never repeats a request.
type balancer struct {
	server *httptest.Server
	mu     sync.RWMutex
	ready  []*httputil.ReverseProxy
}

const checkEvery = 100 * time.Millisecond

func newBalancer(t *testing.T) *balancer {
	b := &balancer{}
	b.server = httptest.NewServer(b)
	t.Cleanup(b.server.Close)
	return b
}

// ServeHTTP hands a request to one of the replicas.
func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.RLock()
	if len(b.ready) == 0 {
		b.mu.RUnlock()
		http.Error(w, "no replica is ready", http.StatusBadGateway)
		return
	}
	chosen := b.ready[rand.IntN(len(b.ready))]
	b.mu.RUnlock()
	chosen.ServeHTTP(w, r)
}

// add sends requests to a replica from now on, until it says that it is not ready.
func (b *balancer) add(address string) {
	target, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{MaxIdleConnsPerHost: shoppers}
	b.mu.Lock()
	b.ready = append(b.ready, proxy)
	b.mu.Unlock()
	go func() {
		for range time.Tick(checkEvery) {
			reply, err := http.Get(address + "/readyz")
			if err == nil {
				_ = reply.Body.Close()
			}
			if err != nil || reply.StatusCode != http.StatusOK {
				b.remove(proxy)
				return
			}
		}
	}()
}

func (b *balancer) remove(proxy *httputil.ReverseProxy) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready = slices.DeleteFunc(b.ready, func(p *httputil.ReverseProxy) bool { return p == proxy })
}
