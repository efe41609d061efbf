package stripetest

import (
	"time"

	"github.com/stripe/stripe-go/v85/webhook"
)

// PaymentOf returns the id of the payment of an order, "" when there is none. Two would be a defect of
// whoever asked for them: then it returns "twice".
func (s *Server) PaymentOf(order string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := ""
	for id, p := range s.intents {
		if p.Metadata["hallyu_order"] == order {
			if found != "" {
				return "twice"
			}
			found = id
		}
	}
	return found
}

// Pay has the payer of a payment pay, unless it was given up.
func (s *Server) Pay(payment string) {
	s.happen(payment, func(p *intent) {
		if p.Status != "canceled" {
			p.Status, p.AmountReceived, p.LastError = "succeeded", p.Amount, nil
			p.LatestCharge = &charge{ID: s.id("ch"), Object: "charge"}
		}
	})
}

// Decline has the payer's bank refuse.
func (s *Server) Decline(payment, why string) {
	s.happen(payment, func(p *intent) {
		p.LastError = &failure{Type: "card_error", Code: "card_declined", DeclineCode: why, Message: why}
	})
}

// Refund gives money back at Stripe's own desk.
func (s *Server) Refund(payment string, amount int64) {
	s.happen(payment, func(p *intent) { s.giveBack(p, amount, map[string]string{}) })
}

// Dispute has the payer complain about the whole payment, or brings the complaint to another status.
func (s *Server) Dispute(payment, status string) {
	s.happen(payment, func(p *intent) {
		p.LatestCharge.Disputed = true
		for _, d := range s.disputes {
			if d.PaymentIntent == payment {
				d.Status = status
				return
			}
		}
		s.disputes = append(s.disputes, &dispute{
			ID: s.id("du"), Object: "dispute", Amount: p.AmountReceived, Currency: p.Currency, Status: status, PaymentIntent: payment,
		})
	})
}

// Held is what is left of a payment, in Stripe's smallest units.
func (s *Server) Held(payment string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.intents[payment]
	if p == nil {
		return 0
	}
	return s.left(p)
}

func (s *Server) happen(payment string, what func(*intent)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	what(s.intents[payment])
}

// Event is a signed event about a payment, as Stripe sends it: the body and its Stripe-Signature.
func (s *Server) Event(typ, payment, secret string, live bool, at time.Time) (body []byte, signature string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body = encode(map[string]any{
		"id": s.id("evt"), "object": "event", "type": typ, "livemode": live, "api_version": "2026-06-30",
		"data": map[string]any{"object": map[string]any{"id": payment, "object": "payment_intent"}},
	})
	return body, Sign(body, secret, at)
}

// Sign returns the Stripe-Signature of an event's body.
func Sign(body []byte, secret string, at time.Time) string {
	return webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: secret, Timestamp: at}).Header
}
