package production

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/hallyu-store/hallyu/api"
)

const (
	clients   = 12 // that work at the same time, by turns at each of the processes
	perClient = 7  // operations of each in a history: of one holder a hundred are taken at once
	maxJudged = time.Minute
)

// TestLinearizable has clients of three processes on one database do things at the same time, and asks porcupine whether
// what they saw can have happened one after the other: pieces of an edition, a wallet, and requests with one key.
func TestLinearizable(t *testing.T) {
	w := newLinearWorld(t, onServers(t))
	histories, seed := number("HALLYU_TEST_HISTORIES", 10), uint64(number("HALLYU_TEST_SEED", int(time.Now().UnixNano()%1e9)))
	t.Logf("seed %d", seed)
	for name, begin := range map[string]func(t *testing.T, n int) history{"stock": w.stock, "wallet": w.wallet, "keys": w.keys} {
		t.Run(name, func(t *testing.T) {
			operations, judged := 0, time.Duration(0)
			for n := range histories {
				h := begin(t, n)
				seen := h.record(t, rand.New(rand.NewPCG(seed, uint64(n))))
				operations += len(seen)
				if t.Failed() {
					return
				}
				begun := time.Now()
				result := porcupine.CheckOperationsTimeout(h.model, seen, maxJudged)
				judged += time.Since(begun)
				if result != porcupine.Ok {
					t.Fatalf("history %d is %s:\n%s", n, result, h.told(seen))
				}
			}
			t.Logf("%d histories of %d operations: all Ok, none Unknown, judged in %v", histories, operations, judged.Round(time.Millisecond))
		})
	}
}

// history is what clients do with one thing, and how it behaves when they do it one after the other.
type history struct {
	model porcupine.Model
	// next is what a client does next, and do does it. A client is told its number and how many it has done.
	next func(client, done int, rng *rand.Rand) any
	do   func(ctx context.Context, client int, input any) (output any, err error)
	// end puts the thing back for the next history.
	end func(ctx context.Context) error
}

// record has all clients do their operations, and returns what they saw.
func (h history) record(t *testing.T, rng *rand.Rand) []porcupine.Operation {
	var mu sync.Mutex
	var seen []porcupine.Operation
	var working sync.WaitGroup
	begun := time.Now()
	for client := range clients {
		own := rand.New(rand.NewPCG(rng.Uint64(), 3))
		working.Go(func() {
			for done := range perClient {
				op := porcupine.Operation{ClientId: client, Input: h.next(client, done, own), Call: int64(time.Since(begun))}
				var err error
				op.Output, err = h.do(t.Context(), client, op.Input)
				op.Return = int64(time.Since(begun))
				if err != nil {
					t.Errorf("%v: %v", op.Input, err)
					return
				}
				mu.Lock()
				seen = append(seen, op)
				mu.Unlock()
			}
		})
	}
	working.Wait()
	if err := h.end(t.Context()); err != nil {
		t.Fatal(err)
	}
	return seen
}

func (h history) told(seen []porcupine.Operation) (text string) {
	slices.SortFunc(seen, func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
	for _, op := range seen {
		text += fmt.Sprintf("%8.3f-%8.3f ms client %d %+v: %+v\n", float64(op.Call)/1e6, float64(op.Return)/1e6, op.ClientId, op.Input, op.Output)
	}
	return text
}

// linearWorld is what the histories need: processes, a limited pack, packs that cost coins, and who may ask.
type linearWorld struct {
	running []*process
	backend string // key
	packs   []string
}

const (
	limitedPieces = 3
	coinPacks     = 4
	coinPrice     = 50 // coins for each of them
)

func newLinearWorld(t *testing.T, d deployment) *linearWorld {
	c := begin(t, d, nil)
	w := &linearWorld{backend: c.backend}
	for range replicas {
		w.running = append(w.running, start(t, d))
	}
	var finance struct{ Key string }
	d.command(t, &finance, "admin", "account", "create", "finance@example.com", "--role", "finance")
	operator, money := w.running[0].client(c.operator), w.running[0].client(finance.Key)
	for i := range coinPacks {
		w.packs = append(w.packs, fmt.Sprintf("coins-%d", i))
	}
	for _, slug := range append([]string{"pieces"}, w.packs...) {
		if err := (&designer{slug: slug, asked: 1}).push(t.Context(), operator); err != nil {
			t.Fatal(err)
		}
	}
	_, err := operator.SetEdition(t.Context(), "pieces", api.NewStock{Stock: limitedPieces})
	_, tier := money.SetTier(t.Context(), "coins-100", api.TierPrices{Currencies: map[string]int64{"KRW": 5000}})
	_, offered := money.SetCoinPackage(t.Context(), "hundred", api.CoinPackageDraft{Paid: 2 * coinPrice, Tier: "coins-100"})
	_, rate := money.SetCoinRate(t.Context(), api.CoinRate{Currency: "KRW", Coins: 1, Amount: price / coinPrice})
	if err := errors.Join(err, tier, offered, rate); err != nil {
		t.Fatal(err)
	}
	for _, p := range w.running {
		within(t, 5*time.Second, func() bool {
			_, err := p.client("").Pack(t.Context(), "KR", "en", w.packs[coinPacks-1])
			return err == nil
		})
	}
	return w
}

// at is the client of a number, of the chat app's backend, at its process.
func (w *linearWorld) at(client int) *api.Client {
	return w.running[client%len(w.running)].client(w.backend)
}

// code is the code of a problem, or "".
func code(err error) string {
	var problem *api.Problem
	if errors.As(err, &problem) {
		return problem.Code()
	}
	return ""
}
