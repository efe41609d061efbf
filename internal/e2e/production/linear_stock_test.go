package production

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/hallyu-store/hallyu/api"
)

// pieceState is an edition: the numbers that clients have, and those that came back.
type pieceState struct {
	issued int64
	freed  string // numbers as runes, ascending
	has    [clients]int64
}

type pieceAsked struct {
	client int
	what   string
}

type pieceAnswer struct {
	refused string
	number  int64 // that was bought
	left    int64 // that was read
}

// stall is where clients buy pieces, with money that the app took or with coins, give them back and ask how many are left.
// Who comes with coins when all is sold is refused by a look alone.
type stall struct {
	*linearWorld
	n      int             // of the history
	orders [clients]string // that clients may give back
	filled [clients]bool   // wallets
}

// stock is the history of a stall. There is one edition for all histories; between them all pieces are back.
func (w *linearWorld) stock(_ *testing.T, n int) history {
	begin := pieceState{}
	if n > 0 {
		begin = pieceState{issued: limitedPieces, freed: "\x01\x02\x03"}
	}
	s := &stall{linearWorld: w, n: n}
	return history{
		model: porcupine.Model{Init: func() any { return begin }, Step: stepPieces},
		next:  s.next,
		do: func(ctx context.Context, client int, input any) (any, error) {
			return s.do(ctx, client, input.(pieceAsked).what)
		},
		end: s.end,
	}
}

func (s *stall) holder(client int) string { return fmt.Sprintf("stock-%d-%d", s.n, client) }

func (s *stall) next(client, _ int, rng *rand.Rand) any {
	switch {
	case rng.IntN(4) == 0:
		return pieceAsked{client, "read"}
	case s.orders[client] != "" && rng.IntN(2) == 0:
		return pieceAsked{client, "refund"}
	}
	return pieceAsked{client, oneOf(rng, "buy", "spend", "spend")}
}

func (s *stall) do(ctx context.Context, client int, what string) (any, error) {
	switch what {
	case "read":
		stock, err := s.at(client).Stock(ctx, "pieces")
		if err != nil {
			return nil, err
		}
		return pieceAnswer{left: *stock.Left}, nil
	case "refund":
		return pieceAnswer{}, s.refund(ctx, client)
	case "spend":
		if err := s.fill(ctx, client); err != nil {
			return nil, err
		}
	}
	return s.buy(ctx, client, what == "spend")
}

// buy asks for a piece.
func (s *stall) buy(ctx context.Context, client int, coins bool) (any, error) {
	key := fmt.Sprintf("%s-%d", s.holder(client), rand.Uint64())
	with := api.PayWith{Provider: "external", Transaction: key, Amount: new(int64(price)), Currency: "KRW"}
	if coins {
		with = api.PayWith{Provider: "wallet"}
	}
	o, err := s.at(client).PlaceOrder(ctx, s.holder(client), key, api.NewOrder{Pack: "pieces", Region: "KR", PayWith: with})
	if refused := code(err); refused == "sold-out" || refused == "already-owned" || refused == "waiting" {
		return pieceAnswer{refused: refused}, nil
	}
	if err != nil {
		return nil, err
	}
	s.orders[client] = o.ID
	return pieceAnswer{number: *o.Grants[0].Serial}, nil
}

// fill gives a client's holder the coins for two pieces, once: what they spend on one comes back with it.
func (s *stall) fill(ctx context.Context, client int) error {
	if s.filled[client] {
		return nil
	}
	_, err := s.topUp(ctx, client, s.holder(client), "fill-"+s.holder(client))
	s.filled[client] = err == nil
	return err
}

// refund gives the client's piece back.
func (s *stall) refund(ctx context.Context, client int) error {
	order := s.orders[client]
	s.orders[client] = ""
	_, err := s.at(client).RefundOrder(ctx, s.holder(client), order, "back-"+order, api.NewRefund{})
	return err
}

// end gives back what clients have.
func (s *stall) end(ctx context.Context) error {
	for client, order := range s.orders {
		if order == "" {
			continue
		}
		if err := s.refund(ctx, client); err != nil {
			return err
		}
	}
	return nil
}

// stepPieces is an edition to those who come one after the other: numbers that came back are sold first, the least first.
func stepPieces(state, input, output any) (bool, any) {
	s, asked, got := state.(pieceState), input.(pieceAsked), output.(pieceAnswer)
	left := limitedPieces - s.issued + int64(len(s.freed))
	switch {
	case asked.what == "read":
		return got.left == left, s
	case asked.what == "refund":
		freed := []rune(s.freed + string(rune(s.has[asked.client])))
		slices.Sort(freed)
		s.freed, s.has[asked.client] = string(freed), 0
		return true, s
	case s.has[asked.client] > 0:
		return got.refused == "already-owned", s
	case left == 0:
		return got.refused == "sold-out", s
	}
	next := s.issued + 1
	if s.freed != "" {
		next, s.freed = int64(s.freed[0]), s.freed[1:]
	} else {
		s.issued++
	}
	s.has[asked.client] = got.number
	return got.refused == "" && got.number == next, s
}
