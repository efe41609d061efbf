package purchasestest

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var operator = journal.Origin{Actor: "acc_operator"}

// ticketKey makes a key that signs tickets.
func ticketKey(seed byte) []byte {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(seed)), ed25519.SeedSize)))
	data, _ := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: data})
}

func ticketKeys(t *testing.T, seeds ...byte) *pass.Keys {
	t.Helper()
	var text []byte
	for _, seed := range seeds {
		text = append(text, ticketKey(seed)...)
	}
	keys, err := pass.ReadKeys(text)
	done(t, "ReadKeys", err)
	return keys
}

// The window of passes in tests.
var (
	doors   = start.Add(48 * time.Hour).Truncate(time.Second)
	curtain = doors.Add(2 * time.Hour)
)

// meeting is a pass that is not made yet.
func meeting() pass.Pass {
	p := price
	return pass.Pass{
		Kind: pass.MeetAndGreet, Titles: map[i18n.Locale]string{"en": "Meet the Tides"}, Capacity: 3, OpensAt: doors, ClosesAt: curtain,
		Offers: []pass.Offer{{Regions: []string{"KR"}, Price: &p}, {Regions: []string{"JP"}}}, Transfer: pass.TransferOnce,
	}
}

// endlessRoom is a pass without an end of seats that is far ahead, and may be handed on until then.
func endlessRoom() pass.Pass {
	p := meeting()
	p.Kind, p.Capacity = pass.ChatRoom, 0
	p.OpensAt, p.ClosesAt = doors.AddDate(50, 0, 0), curtain.AddDate(50, 0, 0)
	p.Transfer, p.Until = pass.TransferUntil, p.OpensAt
	return p
}

// sold makes a pass and puts it on sale.
func (f fixture) sold(t *testing.T, p pass.Pass) pass.Pass {
	t.Helper()
	f.SignTickets(ticketKeys(t, 'a'))
	p, err := f.SavePass(ctx, operator, p, nil)
	done(t, "SavePass", err)
	p.State = pass.OnSale
	return f.save(t, p)
}

func (f fixture) save(t *testing.T, p pass.Pass) pass.Pass {
	t.Helper()
	p, err := f.SavePass(ctx, operator, p, nil)
	done(t, "SavePass", err)
	return p
}

func (f fixture) askPass(holder string, p pass.Pass, with purchases.PayWith) purchases.OrderRequest {
	r := f.request(holder, "", with)
	r.Pass = p.ID
	return r
}

func (f fixture) buyPass(t *testing.T, holder string, p pass.Pass, transaction string) purchases.Order {
	t.Helper()
	o, err := f.Place(ctx, f.askPass(holder, p, paid(transaction)))
	done(t, "Place", err)
	return o
}

// admitted says whether a holder may enter, or why not.
func (f fixture) admitted(t *testing.T, holder string, p pass.Pass) string {
	t.Helper()
	a, err := f.Admission(ctx, live, holder, p.ID)
	done(t, "Admission", err)
	return a.Reason
}

func (f fixture) ticket(t *testing.T, holder string, p pass.Pass) string {
	t.Helper()
	_, text, err := f.Ticket(ctx, live, holder, p.ID)
	done(t, "Ticket", err)
	return text
}

// at sets the clock.
func (f fixture) at(now time.Time) { f.clock.advance(now.Sub(f.clock.Now())) }
