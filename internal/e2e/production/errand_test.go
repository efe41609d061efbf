package production

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/hallyu-store/hallyu/api"
)

// errand is what a holder does in steps, each sent again with its key when nobody answered. It remembers what it asked
// for and what the store acknowledged.
type errand struct {
	name         string // of the holder
	kind         string
	product      string // slug or id of what there are numbered pieces of; or ""
	order        string // id of its order, once known
	asked, acked int    // steps
	steps        []errandStep

	// told is what the store says of it.
	told func(ctx context.Context, backend *api.Client) (string, error)
	// charged is what the stand-in for the provider must hold of it after a number of steps, minor units; nil when the
	// provider has nothing to do with it.
	charged func(acked int) int64
	// settled is what the app took for it and did not give back, after a number of steps; nil when it takes nothing.
	settled func(acked int) int64
}

// errandStep is a request, and what the store says once it was answered.
type errandStep struct {
	do   func(ctx context.Context, backend *api.Client) error
	then string
}

// live takes steps until a request fails.
func (e *errand) live(ctx context.Context, backend *api.Client) error {
	for e.acked < len(e.steps) {
		e.asked = e.acked + 1
		if err := patiently(func() error { return e.steps[e.acked].do(ctx, backend) }); err != nil {
			return err
		}
		e.acked = e.asked
	}
	return nil
}

// recover checks what the store says, sends again what was not answered, and checks again.
func (e *errand) recover(ctx context.Context, backend *api.Client) error {
	if err := e.check(ctx, backend, e.acked, e.asked); err != nil || e.acked == e.asked {
		return err
	}
	if err := patiently(func() error { return e.steps[e.acked].do(ctx, backend) }); err != nil {
		return fmt.Errorf("%s sends step %d again: %w", e.name, e.asked, err)
	}
	e.acked = e.asked
	return e.check(ctx, backend, e.acked)
}

// check expects what the store says to be what it comes to after one of these numbers of steps.
func (e *errand) check(ctx context.Context, backend *api.Client, after ...int) error {
	told, err := e.told(ctx, backend)
	if err != nil {
		return fmt.Errorf("%s: %w", e.name, err)
	}
	var fits []string
	for _, n := range after {
		if n == 0 {
			fits = append(fits, "nothing")
		} else {
			fits = append(fits, e.steps[n-1].then)
		}
	}
	if !slices.Contains(fits, told) {
		return fmt.Errorf("%s asked for step %d, was promised %d, and has %q: want one of %q", e.name, e.asked, e.acked, told, fits)
	}
	return nil
}

// errands makes one after the other until a request fails.
func errands(ctx context.Context, backend *api.Client, make func(name string) *errand, name string) []*errand {
	var all []*errand
	for ctx.Err() == nil {
		e := make(fmt.Sprintf("%s-%d", name, len(all)))
		all = append(all, e)
		err := e.live(ctx, backend)
		if refused := (*api.Problem)(nil); errors.As(err, &refused) {
			panic(fmt.Sprintf("%s, step %d: %v", e.name, e.asked, err)) // nothing here may be refused
		}
		if err != nil {
			break
		}
	}
	return all
}

// orderTold says how a holder's only order stands, and whether whom it is for has what it is for.
func (e *errand) orderTold(whose, pack string) func(context.Context, *api.Client) (string, error) {
	return func(ctx context.Context, backend *api.Client) (string, error) {
		orders, err := backend.Orders(ctx, e.name, "")
		if err != nil || len(orders.Items) == 0 {
			return "nothing", err
		}
		if len(orders.Items) > 1 {
			return fmt.Sprintf("%d orders", len(orders.Items)), nil
		}
		o := orders.Items[0]
		e.order = o.ID
		told := o.State
		if o.Gift != nil {
			told += ", " + o.Gift.State
		}
		entitlement, err := backend.Entitlement(ctx, whose, pack)
		if entitlement.Entitled {
			told += ", entitled"
		}
		return told, err
	}
}

// oneOf is one of some, by chance.
func oneOf[T any](rng *rand.Rand, some ...T) T { return some[rng.IntN(len(some))] }
