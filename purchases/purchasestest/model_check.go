package purchasestest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// step is one thing that a client of the service does.
type step struct {
	kind        string
	ledger      purchases.Ledger
	holder      string
	pack        string
	recipient   string // whom it is for, or ""
	reserve     bool
	byCoins     bool // it is paid with coins
	transaction string
	amount      int64
	order       int // which of the orders, or of the requests to repeat
}

// RunModel takes a service over the store and a small model of it through the same random steps, so
// many in each of rapid's runs (100 unless -rapid.checks says otherwise), and holds the one to the
// other. Every run has ledgers of its own. What must hold:
//
//   - the postings of every transfer sum to zero, and the balances are what the orders come to;
//   - an order has at most one sale, and one grant when and only when it was fulfilled and, as a gift, accepted;
//   - a full refund revokes that grant and no other;
//   - a request sent again is answered as it was the first time, and its key serves no other one;
//   - nothing of one ledger is changed or seen from another.
func RunModel(t *testing.T, store purchases.Store, journal journal.Store, steps int) {
	t.Helper()
	f := newFixture(store, journal)
	room, forest := f.sold(t, endlessRoom()), f.bundled(t)
	f.sellModelCoins(t)
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		app := "app_" + strconv.Itoa(run)
		w := &walk{
			fixture: f, t: rt, model: newModel(room.ID, forest.ID), answers: map[string]string{},
			ledgers: []purchases.Ledger{{App: app}, {App: app, Test: true}, {App: app + "b"}},
		}
		for _, s := range rapid.SliceOfN(w.steps(), steps, steps).Draw(rt, "steps") {
			w.take(s)
		}
		w.compare()
	})
	f.balanced(t)
	t.Logf("%d runs of %d steps: no difference", run, steps)
}

// walk is one run.
type walk struct {
	fixture
	t        *rapid.T
	model    *model
	ledgers  []purchases.Ledger
	requests []func(hash string) string // that were recorded, to be sent again
	answers  map[string]string          // by idempotency key
}

func (w *walk) steps() *rapid.Generator[step] {
	return rapid.Custom(func(t *rapid.T) step {
		s := step{
			kind: rapid.SampledFrom([]string{
				"place", "place", "place", "confirm", "confirm", "cancel", "refund", "refund", "accept", "accept", "decline", "hand", "hand", "repeat", "wait", "sweep",
			}).Draw(t, "kind"),
			ledger:  rapid.SampledFrom(w.ledgers).Draw(t, "ledger"),
			holder:  rapid.SampledFrom([]string{"u1", "u2"}).Draw(t, "holder"),
			pack:    rapid.SampledFrom([]string{freePack, pricedPack, pricedPack, w.model.pass, w.model.pass, laterPack, secondPack, w.model.bundle, w.model.bundle}).Draw(t, "pack"),
			reserve: rapid.Bool().Draw(t, "reserve"),
			amount:  rapid.SampledFrom([]int64{100, 2500}).Draw(t, "amount"),
			order:   rapid.IntRange(0, 1000).Draw(t, "order"),
		}
		if rapid.IntRange(0, 2).Draw(t, "gift") == 0 && s.pack != w.model.pass && s.pack != w.model.bundle {
			s.recipient = map[string]string{"u1": "u2", "u2": "u1"}[s.holder]
		}
		if rapid.IntRange(0, 4).Draw(t, "coins") == 0 {
			s.pack, s.recipient = coinPackage, ""
		}
		s.byCoins = s.pack == pricedPack && rapid.Bool().Draw(t, "by coins")
		if s.kind == "confirm" || rapid.Bool().Draw(t, "paid") {
			s.transaction = "t" + strconv.Itoa(rapid.IntRange(1, 30).Draw(t, "transaction"))
		}
		return s
	})
}

func (w *walk) take(s step) {
	now := w.clock.Now()
	switch s.kind {
	case "place":
		w.place(s, now)
	case "wait":
		w.clock.advance(4 * time.Minute)
	case "sweep":
		if _, err := w.Sweep(ctx, 100); err != nil {
			w.t.Fatal("Sweep:", err)
		}
	case "repeat":
		w.repeat(s)
	case "hand":
		w.handOn(s)
	default:
		if len(w.model.orders) > 0 {
			w.follow(s, w.model.orders[s.order%len(w.model.orders)], now)
		}
	}
}

func (w *walk) place(s step, now time.Time) {
	with := purchases.PayWith{Provider: purchases.Free}
	if s.reserve {
		with = external
	}
	if s.byCoins {
		with, s.transaction, s.reserve = byWallet, "", false
	}
	if s.transaction != "" {
		with = paidOf(s.transaction, s.amount)
	}
	r := w.request(s.holder, s.pack, with)
	if s.pack == w.model.pass {
		r.Pack, r.Pass = "", s.pack
	}
	switch s.pack {
	case coinPackage:
		r.Pack, r.Package = "", s.pack
	case w.model.bundle:
		r.Pack, r.Bundle = "", s.pack
	}
	r.Intent, r.Recipient = w.intent(s.ledger), s.recipient
	w.send(r.Key, w.model.place(s, now), func(hash string) (any, string, error) {
		r.RequestHash += hash
		o, err := w.Place(ctx, r)
		return o, o.ID, err
	})
}

// follow takes a step with an order that is there.
func (w *walk) follow(s step, o *modelOrder, now time.Time) {
	intent := w.intent(o.ledger)
	var want verdict
	var do func(hash string) (any, string, error)
	switch s.kind {
	case "confirm":
		want = w.model.confirm(o, s, now)
		c := purchases.Confirmation{
			Intent: intent, Holder: o.holder, Order: o.id, Transaction: s.transaction,
			Settled: paidOf("", s.amount).Settled,
		}
		do = func(hash string) (any, string, error) {
			c.RequestHash += hash
			got, err := w.Confirm(ctx, c)
			return got, got.ID, err
		}
	case "cancel":
		want = w.model.cancel(o, now)
		c := purchases.Cancellation{Intent: intent, Holder: o.holder, Order: o.id}
		do = func(hash string) (any, string, error) {
			c.RequestHash += hash
			got, err := w.Cancel(ctx, c)
			return got, got.ID, err
		}
	case "accept", "decline":
		want, do = w.answer(s, o, intent)
	case "refund":
		amount := s.amount / int64(1+s.order%3) * int64(s.order%2) // 0 is all that is left
		want = w.model.refund(o, amount)
		r := w.fixture.refund(purchases.Order{Ledger: o.ledger, Holder: o.holder, ID: o.id}, amount)
		r.Intent = intent
		do = func(hash string) (any, string, error) {
			r.RequestHash += hash
			got, err := w.Refund(ctx, r)
			return got, got.Order, err
		}
	}
	w.send(intent.Key, want, do)
}

// handOn hands a pass on, to whoever it is not.
func (w *walk) handOn(s step) {
	to := map[string]string{"u1": "u2", "u2": "u1"}[s.holder]
	h := purchases.HandOn{Intent: w.intent(s.ledger), Holder: s.holder, Pass: w.model.pass, Recipient: to}
	w.send(h.Key, w.model.handOn(s.ledger, s.holder, to), func(hash string) (any, string, error) {
		h.RequestHash += hash
		g, err := w.HandOn(ctx, h)
		return g, g.Source, err
	})
}

// answer is what a recipient says to an order that may be a gift to them.
func (w *walk) answer(s step, o *modelOrder, intent purchases.Intent) (verdict, func(hash string) (any, string, error)) {
	say, wanted := w.AcceptGift, purchases.GiftAccepted
	if s.kind == "decline" {
		say, wanted = w.DeclineGift, purchases.GiftDeclined
	}
	a := purchases.GiftAnswer{Intent: intent, Recipient: o.beneficiary(), Gift: o.id}
	return w.model.answer(o, wanted), func(hash string) (any, string, error) {
		a.RequestHash += hash
		got, err := say(ctx, a)
		return got, got.ID, err
	}
}

// send takes a step in the service and holds its answer to the verdict of the model.
func (w *walk) send(key string, want verdict, do func(hash string) (any, string, error)) {
	value, id, err := do("")
	code := ""
	if f := fault.As(err); f != nil {
		code = f.Code()
		id, _ = f.Facts()["refund_due"].(string)
	} else if err != nil {
		w.t.Fatal(err)
	}
	if code != want.code {
		w.t.Fatalf("%q (%v), want %q", code, err, want.code)
	}
	if want.order == nil && id != "" && code != "" {
		w.t.Fatalf("%s: %s is recorded", code, id)
	}
	if want.order == nil {
		return // a plain refusal: nothing is recorded
	}
	if want.order.id == "" {
		want.order.id = id
	}
	if want.order.id != id {
		w.t.Fatalf("%s: order %s, want %s", code, id, want.order.id)
	}
	w.answers[key] = answer(value, err)
	w.requests = append(w.requests, func(hash string) string {
		value, _, err := do(hash)
		if hash == "" && answer(value, err) != w.answers[key] {
			w.t.Fatalf("repeated: %s, want %s", answer(value, err), w.answers[key])
		}
		return answer(value, err)
	})
}

// repeat sends a request again, and then another one with the same key.
func (w *walk) repeat(s step) {
	if len(w.requests) == 0 {
		return
	}
	i := s.order % len(w.requests)
	w.requests[i]("")
	if got := w.requests[i]("another"); got != "idempotency-key-reused map[]" {
		w.t.Fatal("the key with another request:", got)
	}
	w.requests = append(w.requests[:i], w.requests[i+1:]...) // its hash is another one now
}

// answer is everything that a client is told.
func answer(value any, err error) string {
	if f := fault.As(err); f != nil {
		return fmt.Sprint(f.Code(), " ", f.Facts())
	}
	b, _ := json.Marshal(value)
	return string(b)
}
