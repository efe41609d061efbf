package production

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

const (
	pageReaders = 4               // that read the pack's page, one request after the other
	quietFor    = 2 * time.Second // before the drop
)

// perApp is how many requests a second an app's key admits in the long run.
const perApp = 1000

// TestDropAndReaders measures how fast the page of a limited pack is read while an app's crowd asks for its pieces, as fast
// as its key admits and then with all apps as fast as the machine can, against how fast it is read when nobody does.
func TestDropAndReaders(t *testing.T) {
	pieces := max(1, number("HALLYU_TEST_DROP", 200)/10)
	for _, deployment := range deployments(t) {
		t.Run(deployment.name, func(t *testing.T) {
			d := newDrop(t, deployment, pieces)
			d.readFor(t, quietFor/4)
			quiet := d.readFor(t, quietFor)
			d.pace = rate.NewLimiter(perApp, 1)
			paced := d.readWhile(t, func() { d.meet(t, 100*pieces) })
			d.pace = nil
			crowded := d.readWhile(t, func() { d.meet(t, 100*pieces) })
			t.Logf("%s: the pack's page, quiet: %v\nwhile %d ask a second: %v, %.2f ×\nwhile %d ask again as soon as they have an answer: %v, %.2f ×",
				d.name, quiet, perApp, paced, paced.perSecond/quiet.perSecond, dropFans, crowded, crowded.perSecond/quiet.perSecond)
		})
	}
}

// readFor reads the pack's page for a time: nothing is waited for but its end.
func (d *drop) readFor(t *testing.T, length time.Duration) speed {
	return d.readWhile(t, func() { <-time.After(length) })
}

// readWhile reads the pack's page while something else goes on.
func (d *drop) readWhile(t *testing.T, goesOn func()) speed {
	r := read(d.store, "/KR/en/packs/limited")
	goesOn()
	return r.stop(t)
}

// readers ask for one page as fast as it comes.
type readers struct {
	url    string
	client *http.Client
	began  time.Time
	ended  chan struct{} // closed when they are to stop
	work   sync.WaitGroup

	mu    sync.Mutex
	took  []time.Duration
	fault error // the first that was no page
}

// read begins to read the page of a store.
func read(store *process, page string) *readers {
	r := &readers{
		url: store.url + page, began: time.Now(), ended: make(chan struct{}),
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: pageReaders}},
	}
	for range pageReaders {
		r.work.Go(r.loop)
	}
	return r
}

func (r *readers) loop() {
	for {
		select {
		case <-r.ended:
			return
		default:
		}
		begun := time.Now()
		err := r.get()
		r.mu.Lock()
		r.took = append(r.took, time.Since(begun))
		if r.fault == nil {
			r.fault = err
		}
		r.mu.Unlock()
	}
}

func (r *readers) get() error {
	response, err := r.client.Get(r.url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err = io.Copy(io.Discard, response.Body); err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", r.url, response.Status)
	}
	return err
}

// speed is how a page was read.
type speed struct {
	perSecond float64
	p50, p99  time.Duration
}

func (s speed) String() string {
	return fmt.Sprintf("%.0f/s, p50 %v, p99 %v", s.perSecond, s.p50.Round(time.Microsecond), s.p99.Round(time.Microsecond))
}

// stop ends the reading and returns how fast it was.
func (r *readers) stop(t *testing.T) speed {
	close(r.ended)
	r.work.Wait()
	elapsed := time.Since(r.began)
	if r.fault != nil {
		t.Error(r.fault)
	}
	slices.Sort(r.took)
	n := len(r.took)
	return speed{float64(n) / elapsed.Seconds(), r.took[n/2], r.took[n*99/100]}
}
