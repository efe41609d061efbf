package purchases

import (
	"context"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of gateways.
var (
	// ErrGatewayAway: who takes the money did not answer, and it is not known what became of the request. The
	// order stands as it was; the same request may be sent again. Facts: provider.
	ErrGatewayAway = fault.Define(fault.Unavailable, "payment-provider-unavailable")
	// ErrPaymentRefused: who takes the money does not do what was asked. Facts: provider, reason.
	ErrPaymentRefused = fault.Define(fault.Payment, "payment-refused")
)

// Gateway is a provider that takes money over the network. It knows a payment by the id of its order,
// and money given back by the id of its refund, so every call may be repeated: what happened once is
// answered and does not happen again.
//
// Errors are ErrGatewayAway, when the outcome is not known, and ErrPaymentRefused.
type Gateway interface {
	// Begin asks for the money of an order.
	Begin(ctx context.Context, o Order) (Standing, error)
	// Look tells how the payment of an order stands. The payment's id is "" when it is not known.
	Look(ctx context.Context, o Order, payment string) (Standing, error)
	// Stop gives a payment up that was not taken yet; one that was is told of as it is.
	Stop(ctx context.Context, o Order, payment string) (Standing, error)
	// GiveBack gives money of a payment back.
	GiveBack(ctx context.Context, o Order, payment string, r Refund) (Return, error)
	// Action is what the app's client needs to pay.
	Action(p Payment, test bool) Action
}

// Action is what an app's client does next about an order: hand the provider's own software these.
type Action struct {
	Kind      string // the provider's name
	Secret    string // for this payment alone
	PublicKey string // of the store at the provider
	Product   string // what to buy there, or ""
	Profile   string // what the order is called there, or ""
}

// gateway returns the gateway of an order's provider, or nil when that is none.
func (s *Service) gateway(p Provider) Gateway { return s.gateways[p] }

// Use has a provider's money taken by a gateway. It is called before the service is used.
func (s *Service) Use(p Provider, g Gateway) { s.gateways[p] = g }

// available reports whether orders may be paid so.
func (s *Service) available(p Provider) error {
	if err := p.check(); err != nil {
		return err
	}
	if p == Free || p == External || p == Wallet || s.gateways[p] != nil {
		return nil
	}
	return ErrProviderNotAvailable.With("provider", p, "available", s.providers(Free, External, Wallet))
}

// providers lists some providers and the gateways that are set up.
func (s *Service) providers(some ...Provider) []Provider {
	for _, known := range knownProviders {
		if s.gateways[known] != nil {
			some = append(some, known)
		}
	}
	return some
}
