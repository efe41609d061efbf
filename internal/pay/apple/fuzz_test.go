package apple_test

import (
	"crypto/x509"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/pay/apple"
	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
	"github.com/hallyu-store/hallyu/purchases"
)

const token = "0198c2f4-9d3b-7c1e-8a51-2f6d1c7b9e10"

func gatewayOf(chain *appletest.Chain) *apple.Gateway {
	return apple.New(apple.Config{Roots: []*x509.Certificate{chain.Root}, Bundle: appletest.Bundle, AppID: appletest.AppID})
}

// FuzzSigned reads texts that nobody signed, and those that somebody did: no other is accepted.
func FuzzSigned(f *testing.F) {
	chain := appletest.New(f)
	g := gatewayOf(chain)
	transaction := chain.Sign(appletest.Bought("1", token, "com.moon.small"))
	signed := []string{transaction, chain.Sign(appletest.Notice("REFUND", transaction)), chain.Sign(appletest.Notice("TEST", ""))}
	for _, text := range append(signed, "", "..", "a.b.c", transaction+".", transaction[:len(transaction)-2], "eyJhbGciOiJub25lIn0.e30.") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, notTransaction := g.Transaction(text)
		_, notNotification := g.Notification(text)
		if notTransaction != nil && notNotification != nil {
			return
		}
		for _, known := range signed {
			if strings.HasPrefix(text, known[:strings.LastIndexByte(known, '.')+1]) {
				return
			}
		}
		t.Errorf("nobody signed %q", text)
	})
}

// FuzzClaims signs whatever it is given, so that it is read to the end: what is accepted is of our app, and
// no amount of it is out of bounds.
func FuzzClaims(f *testing.F) {
	chain := appletest.New(f)
	g := gatewayOf(chain)
	whole := appletest.Bought("1", token, "com.moon.small")
	for _, members := range []appletest.Members{
		whole, whole.With(appletest.Revoked), whole.With(appletest.Members{"quantity": 1e300, "price": -1}), whole.With(appletest.Members{"currency": "XXX", "price": 1e13}),
		whole.With(appletest.Members{"signedDate": -1e300}), appletest.Notice("REFUND", chain.Sign(whole)), appletest.Notice("SUBSCRIBED", ""), {},
	} {
		payload, err := json.Marshal(members)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		signed := chain.Sign(payload)
		if n, err := g.Notification(signed); err == nil && n.Transaction != nil && n.Transaction.Test != n.Test {
			t.Errorf("%+v is about %+v", n, *n.Transaction)
		}
		read, err := g.Transaction(signed)
		if err != nil {
			return
		}
		o := purchases.Order{ID: read.Order, Ledger: purchases.Ledger{Test: read.Test}}
		st, err := g.Read(t.Context(), o, signed)
		if err != nil {
			return
		}
		if st.Payment == "" || st.Taken == nil || st.Taken.Amount <= 0 || st.Taken.Amount > catalog.MaxPrice || st.Disputed < 0 || st.Disputed > st.Taken.Amount {
			t.Errorf("%q stands for %+v", payload, st)
		}
	})
}
