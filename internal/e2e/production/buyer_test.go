package production

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"

	"github.com/hallyu-store/hallyu/api"
)

// stage is how far a purchase has come.
type stage int

const (
	absent stage = iota
	reserved
	fulfilled
	refunded
)

// states are what the store calls the stages.
var states = map[string]stage{"reserved": reserved, "fulfilled": fulfilled, "refunded": refunded}

// buyer is a holder who buys one pack, pays and perhaps takes the money back. It remembers what it
// asked for and what the store acknowledged.
type buyer struct {
	holder       string
	pack         string
	asked, acked stage
	order        string // its id, once known
}

const price = 2500

// live goes through a purchase, up to last, until a request fails.
func (b *buyer) live(ctx context.Context, backend *api.Client, last stage) error {
	for b.acked < last {
		b.asked = b.acked + 1
		err := patiently(func() error { return b.ask(ctx, backend) })
		if err != nil {
			return err
		}
		b.acked = b.asked
	}
	return nil
}

// ask sends the request that leads to the stage asked for, with the key that it always has.
func (b *buyer) ask(ctx context.Context, backend *api.Client) error {
	key := fmt.Sprintf("%s-%d", b.holder, b.asked)
	switch b.asked {
	case reserved:
		order, err := backend.PlaceOrder(ctx, b.holder, key, api.NewOrder{
			Pack: b.pack, Region: "KR", Locale: "ko", PayWith: api.PayWith{Provider: "external"},
		})
		b.order = order.ID
		return err
	case fulfilled:
		_, err := backend.ConfirmOrder(ctx, b.holder, b.order, key, api.Confirmation{Transaction: "t-" + b.holder})
		return err
	default:
		_, err := backend.RefundOrder(ctx, b.holder, b.order, key, api.NewRefund{Reason: "changed their mind"})
		return err
	}
}

// attempts bounds how often a request is sent that the store asks to have sent again.
const attempts = 5

// patiently does what the problem of a store that is away asks for (503, see docs/problems.md): it sends
// the same again. A busy machine may keep its database waiting for longer than a request may take.
func patiently(send func() error) (err error) {
	for range attempts {
		err = send()
		if away := (*api.Problem)(nil); !errors.As(err, &away) || away.Status != http.StatusServiceUnavailable {
			return err
		}
	}
	return err
}

// check asks the store what it knows of the buyer: all that was acknowledged, nothing that was not
// asked for, and the pack exactly while it is paid for.
func (b *buyer) check(ctx context.Context, backend *api.Client) (stage, error) {
	orders, err := backend.Orders(ctx, b.holder, "")
	if err != nil {
		return absent, err
	}
	if len(orders.Items) > 1 {
		return absent, fmt.Errorf("%s has %d orders", b.holder, len(orders.Items))
	}
	found := absent
	if len(orders.Items) == 1 {
		found, b.order = states[orders.Items[0].State], orders.Items[0].ID
	}
	if found < b.acked || found > b.asked {
		return found, fmt.Errorf("%s asked for stage %d, was promised %d, has %d", b.holder, b.asked, b.acked, found)
	}
	entitlement, err := backend.Entitlement(ctx, b.holder, b.pack)
	if err == nil && entitlement.Entitled != (found == fulfilled) {
		err = fmt.Errorf("%s is at stage %d, entitled: %v", b.holder, found, entitlement.Entitled)
	}
	return found, err
}

// recover checks, sends again what was not answered, and checks again.
func (b *buyer) recover(ctx context.Context, backend *api.Client) error {
	_, err := b.check(ctx, backend)
	if err != nil || b.acked == b.asked {
		return err
	}
	err = patiently(func() error { return b.ask(ctx, backend) })
	if err != nil {
		return fmt.Errorf("%s sends stage %d again: %w", b.holder, b.asked, err)
	}
	b.acked = b.asked
	_, err = b.check(ctx, backend)
	return err
}

// fan makes one buyer after the other until a request fails.
func fan(ctx context.Context, backend *api.Client, pack, name string, rng *rand.Rand) []*buyer {
	var all []*buyer
	for ctx.Err() == nil {
		b := &buyer{holder: fmt.Sprintf("%s-%d", name, len(all)), pack: pack}
		all = append(all, b)
		err := b.live(ctx, backend, stage(1+rng.IntN(3)))
		if refused := (*api.Problem)(nil); errors.As(err, &refused) {
			panic(fmt.Sprintf("%s: %v", b.holder, err)) // nothing here may be refused
		}
		if err != nil {
			break
		}
	}
	return all
}
