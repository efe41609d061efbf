package production

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/hallyu-store/hallyu/api"
)

// walletState is a holder's coins, and the packs that they are in.
type walletState struct {
	coins int64
	owned [coinPacks]bool
}

type walletAsked struct {
	what string
	pack int
}

// wallet: clients fill one holder's wallet, spend from it, give packs back and look into it.
func (w *linearWorld) wallet(_ *testing.T, n int) history {
	holder := fmt.Sprintf("wallet-%d", n)
	var orders [clients]struct {
		id   string
		pack int
	}
	return history{
		model: porcupine.Model{Init: func() any { return walletState{} }, Step: stepWallet},
		next: func(client, _ int, rng *rand.Rand) any {
			switch n := rng.IntN(10); {
			case n == 0:
				return walletAsked{what: "fill"}
			case n < 4:
				return walletAsked{what: "read"}
			case n < 7 && orders[client].id != "":
				return walletAsked{"refund", orders[client].pack}
			}
			return walletAsked{"buy", rng.IntN(coinPacks)}
		},
		do: func(ctx context.Context, client int, input any) (any, error) {
			asked, key, at := input.(walletAsked), fmt.Sprintf("%s-%d", holder, rand.Uint64()), w.at(client)
			switch asked.what {
			case "read":
				wallet, err := at.Wallet(ctx, holder)
				return wallet.Coins.Paid, err
			case "fill":
				_, err := w.topUp(ctx, client, holder, key)
				return nil, err
			case "refund":
				_, err := at.RefundOrder(ctx, holder, orders[client].id, key, api.NewRefund{})
				orders[client].id = ""
				return nil, err
			}
			o, err := at.PlaceOrder(ctx, holder, key, api.NewOrder{Pack: w.packs[asked.pack], Region: "KR", PayWith: api.PayWith{Provider: "wallet"}})
			if refused := code(err); refused == "coins-insufficient" || refused == "already-owned" {
				return refused, nil
			}
			if err == nil {
				if before := orders[client]; before.id != "" { // each client remembers one that it may give back
					return "", nil
				}
				orders[client].id, orders[client].pack = o.ID, asked.pack
			}
			return "", err
		},
		end: func(context.Context) error { return nil },
	}
}

func (w *linearWorld) topUp(ctx context.Context, client int, holder, key string) (api.Order, error) {
	return w.at(client).TopUp(ctx, holder, key, api.NewTopUp{Package: "hundred", Region: "KR", PayWith: api.PayWith{
		Provider: "external", Transaction: key, Amount: new(int64(5000)), Currency: "KRW"}})
}

func stepWallet(state, input, output any) (bool, any) {
	s, asked := state.(walletState), input.(walletAsked)
	switch {
	case asked.what == "read":
		return output == s.coins, s
	case asked.what == "fill":
		s.coins += 2 * coinPrice
		return true, s
	case asked.what == "refund":
		owned := s.owned[asked.pack]
		s.coins, s.owned[asked.pack] = s.coins+coinPrice, false
		return owned, s
	case s.owned[asked.pack]:
		return output == "already-owned", s
	case s.coins < coinPrice:
		return output == "coins-insufficient", s
	}
	s.coins, s.owned[asked.pack] = s.coins-coinPrice, true
	return output == "", s
}

// keyState is what was done by the requests with one key.
type keyState struct{ body, order string }

type keyAsked struct{ what, body string }

// keys: clients send two different requests with the same key, and look what became of them.
func (w *linearWorld) keys(_ *testing.T, n int) history {
	holder := fmt.Sprintf("key-%d", n)
	return history{
		model: porcupine.Model{Init: func() any { return keyState{} }, Step: stepKey},
		next: func(_, _ int, rng *rand.Rand) any {
			if rng.IntN(3) == 0 {
				return keyAsked{what: "read"}
			}
			return keyAsked{"send", []string{"en", "ko"}[rng.IntN(2)]}
		},
		do: func(ctx context.Context, client int, input any) (any, error) {
			asked, at := input.(keyAsked), w.at(client)
			if asked.what == "read" {
				orders, err := at.Orders(ctx, holder, "")
				if err != nil || len(orders.Items) == 0 {
					return "", err
				}
				return orders.Items[0].ID, nil
			}
			o, err := at.PlaceOrder(ctx, holder, holder, api.NewOrder{Pack: "steady", Region: "KR", Locale: asked.body, PayWith: api.PayWith{
				Provider: "external", Transaction: holder, Amount: new(int64(price)), Currency: "KRW"}})
			if refused := code(err); refused == "idempotency-key-in-flight" || refused == "idempotency-key-reused" {
				return refused, nil
			}
			return o.ID, err
		},
		end: func(context.Context) error { return nil },
	}
}

func stepKey(state, input, output any) (bool, any) {
	s, asked := state.(keyState), input.(keyAsked)
	switch {
	case asked.what == "read":
		return output == s.order, s
	case output == "idempotency-key-in-flight": // another one is under way: nothing was done
		return true, s
	case s.order == "" && output != "idempotency-key-reused":
		return true, keyState{asked.body, output.(string)}
	case s.body == asked.body:
		return output == s.order, s
	}
	return output == "idempotency-key-reused" && s.order != "", s
}

// TestModelsRefuse: what cannot have happened is found out.
func TestModelsRefuse(t *testing.T) {
	w := &linearWorld{}
	op := func(client int, input, output any, call, end int64) porcupine.Operation {
		return porcupine.Operation{ClientId: client, Input: input, Output: output, Call: call, Return: end}
	}
	for name, wrong := range map[string]struct {
		history
		seen []porcupine.Operation
	}{
		"a number twice": {w.stock(t, 0), []porcupine.Operation{
			op(0, pieceAsked{0, "buy"}, pieceAnswer{number: 1}, 0, 9), op(1, pieceAsked{1, "buy"}, pieceAnswer{number: 1}, 0, 9)}},
		"a piece that was sold is still there": {w.stock(t, 0), []porcupine.Operation{
			op(0, pieceAsked{0, "buy"}, pieceAnswer{number: 1}, 0, 1), op(1, pieceAsked{1, "read"}, pieceAnswer{left: limitedPieces}, 2, 3)}},
		"coins spent twice": {w.wallet(t, 0), []porcupine.Operation{
			op(0, walletAsked{what: "fill"}, nil, 0, 1), op(1, walletAsked{"buy", 0}, "", 2, 9),
			op(2, walletAsked{"buy", 1}, "", 2, 9), op(3, walletAsked{"buy", 2}, "", 2, 9)}},
		"two orders of one key": {w.keys(t, 0), []porcupine.Operation{
			op(0, keyAsked{"send", "en"}, "ord_1", 0, 9), op(1, keyAsked{"send", "en"}, "ord_2", 0, 9)}},
		"another request with the key": {w.keys(t, 0), []porcupine.Operation{
			op(0, keyAsked{"send", "en"}, "ord_1", 0, 1), op(1, keyAsked{"send", "ko"}, "ord_1", 2, 3)}},
	} {
		if porcupine.CheckOperations(wrong.model, wrong.seen) {
			t.Errorf("%s: nothing is wrong", name)
		}
	}
}
