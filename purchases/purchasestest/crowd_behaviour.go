package purchasestest

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// crowdTests are behaviours when all kinds of requests come at once.
var crowdTests = map[string]func(*testing.T, fixture){
	"IsSomeSerialOrder": func(t *testing.T, f fixture) {
		random := rand.New(rand.NewPCG(3, 1))
		c := &crowd{fixture: f, model: newModel("", ""), twin: purchases.NewService(f.store, f.catalog, f.clock.Now)}
		for range 3 {
			c.meet(t, c.places(random, 24))
			c.meet(t, append(c.follows(random, 24), c.places(random, 8)...))
		}
		same(t, "balances", c.model.balances(live), f.balances(t, live))
	},
}

// crowd are requests that are sent at once, and the model that their outcomes are held to: replayed
// in the order of their events, every request must come to what the service said.
type crowd struct {
	fixture
	model *model
	twin  *purchases.Service // a second process
	seen  int64              // sequence of the last event
}

// act is one request and what came of it.
type act struct {
	step
	on   string // id of the order that it is about, "" for a new one
	send func(*purchases.Service) (id string, err error)
	code string
	id   string // of the order that was recorded or answered with
}

func (c *crowd) places(random *rand.Rand, n int) []*act {
	acts := make([]*act, n)
	for i := range acts {
		s := step{kind: "place", ledger: live, holder: "u" + strconv.Itoa(random.IntN(6)), amount: 2500}
		s.pack = []string{freePack, pricedPack, pricedPack, laterPack}[random.IntN(4)]
		with := free
		switch random.IntN(4) {
		case 0:
			with, s.reserve = external, true
		case 1, 2:
			s.transaction = "t" + strconv.Itoa(random.IntN(40))
			with = paid(s.transaction)
		}
		r := c.request(s.holder, s.pack, with)
		acts[i] = &act{step: s, send: func(service *purchases.Service) (string, error) {
			o, err := service.Place(ctx, r)
			return o.ID, err
		}}
	}
	return acts
}

// follows are requests about orders that are there.
func (c *crowd) follows(random *rand.Rand, n int) []*act {
	acts := make([]*act, n)
	for i := range acts {
		m := c.model.orders[random.IntN(1+len(c.model.orders)/4)]
		o := purchases.Order{Ledger: live, Holder: m.holder, ID: m.id}
		a := &act{step: step{kind: []string{"confirm", "cancel", "refund"}[random.IntN(3)], holder: m.holder}, on: m.id}
		switch a.kind {
		case "confirm":
			a.transaction, a.amount = "t"+strconv.Itoa(random.IntN(40)), 2500
			r := c.confirmation(o, a.transaction, a.amount)
			a.send = func(s *purchases.Service) (string, error) { o, err := s.Confirm(ctx, r); return o.ID, err }
		case "cancel":
			r := purchases.Cancellation{Intent: c.intent(live), Holder: m.holder, Order: m.id}
			a.send = func(s *purchases.Service) (string, error) { o, err := s.Cancel(ctx, r); return o.ID, err }
		case "refund":
			a.amount = int64(1 + i) // no two are alike
			r := c.refund(o, a.amount)
			a.send = func(s *purchases.Service) (string, error) { o, err := s.Refund(ctx, r); return o.Order, err }
		}
		acts[i] = a
	}
	return acts
}

// meet sends requests at once, each of them to two services, among others that go wrong.
func (c *crowd) meet(t *testing.T, acts []*act) {
	answers := make([]act, 3*len(acts))
	atOnce(len(answers), func(i int) {
		switch a := acts[i/3]; i % 3 {
		case 0:
			answers[i] = told(t, a, c.Service)
		case 1:
			answers[i] = told(t, a, c.twin)
		case 2:
			c.trouble(t, a.holder, i/3%3)
		}
	})
	for i, a := range acts {
		*a = told(t, a, c.twin) // what was recorded is answered for ever
		for _, earlier := range answers[3*i : 3*i+2] {
			if earlier.id != a.id || earlier.code != a.code {
				acts = append(acts, &earlier) // a refusal that was right at its moment
			}
		}
	}
	c.replay(t, acts)
}

// told sends a request and returns it with what it led to.
func told(t *testing.T, a *act, s *purchases.Service) act {
	id, err := a.send(s)
	answered := *a
	answered.id, answered.code = id, ""
	if f := fault.As(err); f != nil {
		answered.id, _ = f.Facts()["refund_due"].(string)
		answered.code = f.Code()
	} else if err != nil {
		t.Error(a.kind, err)
	}
	return answered
}

// trouble is a decision that is refused, panics, or whose caller is away.
func (c *crowd) trouble(t *testing.T, holder string, kind int) {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	defer func() {
		if told := recover(); told != nil && told != any(errDecided) {
			panic(told)
		}
	}()
	err := c.store.Transact(ctx, purchases.Scope{Ledger: live, Holder: holder, Pack: freePack}, func(purchases.State) (purchases.Changes, error) {
		switch kind {
		case 0:
			panic(errDecided)
		case 1:
			leave()
		}
		return purchases.Changes{}, errDecided
	})
	if !errors.Is(err, errDecided) && !errors.Is(err, context.Canceled) {
		t.Error("trouble:", err)
	}
}

// replay takes the model through the requests that left events, in their order, and looks for a
// moment at which each of the others comes to what it came to.
func (c *crowd) replay(t *testing.T, acts []*act) {
	events, err := c.journal.Events(ctx, live.ID(), c.seen, 1000)
	done(t, "Events", err)
	quiet := c.fitting(slices.Clone(acts))
	for _, e := range events {
		c.seen = e.Sequence
		var data struct{ Refunded int64 }
		done(t, "data of the event", json.Unmarshal(e.Data, &data))
		if e.Type == "order.refunded" {
			continue // told of by the refund
		}
		i := slices.IndexFunc(quiet, func(a *act) bool {
			return a.id == e.Subject && c.model.leadsTo(a, e.Type, data.Refunded)
		})
		if i < 0 {
			t.Fatalf("%s of %s: by no request that was made", e.Type, e.Subject)
		}
		c.model.take(quiet[i])
		quiet = c.fitting(slices.Delete(quiet, i, i+1))
	}
	for _, a := range quiet {
		t.Errorf("%s %+v: at no moment comes to %q %s", a.kind, a.step, a.code, a.id)
	}
}

// fitting leaves those out that come to what they came to now, and change nothing.
func (c *crowd) fitting(acts []*act) []*act {
	return slices.DeleteFunc(acts, func(a *act) bool {
		m := c.model.clone()
		v := m.take(a)
		changed := len(m.orders) != len(c.model.orders) || v.order != nil && *v.order != *c.model.byID(v.order.id)
		return v.code == a.code && !changed
	})
}

// leadsTo reports whether an act comes to what it came to now, with such an event.
func (m *model) leadsTo(a *act, event string, refunded int64) bool {
	after := m.clone()
	v := after.take(a)
	if v.order == nil || v.code != a.code || v.order.refunded != refunded {
		return false
	}
	return a.kind == "refund" == (event == "refund.settled") && (a.kind == "refund" || event == "order."+string(v.order.state))
}

// take replays an act; the order that it makes gets the id that it got.
func (m *model) take(a *act) verdict {
	var v verdict
	switch o := m.byID(a.on); a.kind {
	case "place":
		v = m.place(a.step, start)
	case "confirm":
		v = m.confirm(o, a.step, start)
	case "cancel":
		v = m.cancel(o, start)
	case "refund":
		v = m.refund(o, a.amount)
	}
	if v.order != nil && v.order.id == "" {
		v.order.id = a.id
	}
	return v
}

func (m *model) byID(id string) *modelOrder {
	for _, o := range m.orders {
		if o.id == id {
			return o
		}
	}
	return nil
}

func (m *model) clone() *model {
	c := newModel("", "")
	same := map[*modelOrder]*modelOrder{}
	for _, o := range m.orders {
		copied := *o
		same[o] = &copied
		c.orders = append(c.orders, &copied)
	}
	for money, o := range maps.All(m.used) {
		c.used[money] = same[o]
	}
	return c
}
