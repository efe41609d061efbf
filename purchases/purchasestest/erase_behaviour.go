package purchasestest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// eraseTests are behaviours of taking a person out of the books.
var eraseTests = map[string]func(*testing.T, fixture){
	"ErasedIsPseudonym":         erasedIsPseudonym,
	"ErasedGiftsStay":           erasedGiftsStay,
	"ErasedNameIsSomebodyElse":  erasedNameIsSomebodyElse,
	"NobodyIsErased":            nobodyIsErased,
	"EventsConcernTheirHolders": eventsConcern,
	"TicketsForgetTheErased":    ticketsForget,
}

func (f fixture) owner(holder string) purchases.Owner {
	return purchases.Owner{Ledger: live, Holder: holder}
}

func (f fixture) erase(t *testing.T, holder string) string {
	t.Helper()
	pseudonym, err := f.Erase(ctx, journal.Origin{Actor: "key_test"}, f.owner(holder))
	done(t, "Erase", err)
	return pseudonym
}

// told are all events and audit entries as text.
func (f fixture) told(t *testing.T) string {
	t.Helper()
	events, err := f.journal.Events(ctx, "", 0, 1000)
	done(t, "Events", err)
	entries, err := f.journal.Audit(ctx, 0, 1000)
	done(t, "Audit", err)
	data, err := json.Marshal([]any{events, entries})
	done(t, "Marshal", err)
	return string(data)
}

func erasedIsPseudonym(t *testing.T, f fixture) {
	request := f.request("fan-to-forget", pricedPack, paid("txn-1"))
	o, err := f.Place(ctx, request)
	done(t, "Place", err)
	waiting, err := f.Place(ctx, f.request("fan-to-forget", freePack, external))
	done(t, "Place", err)
	pseudonym := f.erase(t, "fan-to-forget")
	if !purchases.IsErased(pseudonym) || purchases.CheckHolder(pseudonym) != nil {
		t.Errorf("pseudonym %q", pseudonym)
	}
	if told := f.told(t); strings.Contains(told, "fan-to-forget") || !strings.Contains(told, pseudonym) {
		t.Errorf("told: %s", told)
	}
	_, err = f.Place(ctx, request)
	refused(t, "the same request", err, purchases.ErrKeyReused)
	kept, _, err := f.Orders(ctx, o.Ledger, pseudonym, purchases.Page{Limit: 10})
	done(t, "Orders", err)
	refund, err := f.Refund(ctx, purchases.RefundRequest{Intent: f.intent(o.Ledger), Holder: pseudonym, Order: o.ID})
	done(t, "Refund", err)
	cancelled, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(o.Ledger), Holder: pseudonym, Order: waiting.ID})
	done(t, "Cancel", err)
	if _, gone, err := f.Service.Orders(ctx, o.Ledger, "fan-to-forget", purchases.Page{Limit: 10}); err != nil || gone != "" {
		t.Errorf("the name: %q, %v", gone, err)
	}
	if refund.State != purchases.RefundSettled || cancelled.State != purchases.Cancelled {
		t.Errorf("%+v, %+v of %+v", refund, cancelled, kept)
	}
	if again := f.erase(t, "fan-to-forget"); again != "" {
		t.Errorf("erased again: %q", again)
	}
}

func erasedGiftsStay(t *testing.T, f fixture) {
	accepted := f.accept(t, f.give(t, pricedPack, paid("txn-1")))
	offered := f.give(t, freePack, free)
	recipient := f.erase(t, "u2")
	now, err := f.Order(ctx, offered.Ledger, "u1", offered.ID)
	done(t, "Order", err)
	if now.Gift.State != purchases.GiftDeclined || now.Gift.Recipient != recipient || now.Gift.Message != "" {
		t.Errorf("a gift that waited: %+v", now.Gift)
	}
	entitled, err := f.Entitled(ctx, accepted.Ledger, recipient, accepted.Pack)
	done(t, "Entitled", err)
	giver := f.erase(t, "u1")
	kept, err := f.Order(ctx, accepted.Ledger, giver, accepted.ID)
	done(t, "Order", err)
	if !entitled.Entitled || kept.Holder != giver || kept.Gift.Recipient != recipient {
		t.Errorf("%+v of %+v", entitled, kept)
	}
}

func erasedNameIsSomebodyElse(t *testing.T, f fixture) {
	first, err := f.Place(ctx, f.request("fan", pricedPack, paid("txn-1")))
	done(t, "Place", err)
	pseudonym := f.erase(t, "fan")
	second, err := f.Place(ctx, f.request("fan", pricedPack, paid("txn-2")))
	done(t, "Place", err)
	all, err := f.AllGrants(ctx, f.owner("fan"))
	done(t, "AllGrants", err)
	if len(all) != 1 || all[0].Source != second.ID {
		t.Errorf("%+v", all)
	}
	again := f.erase(t, "fan")
	if again == pseudonym || again == "" {
		t.Errorf("%q after %q", again, pseudonym)
	}
	old, err := f.AllGrants(ctx, f.owner(pseudonym))
	done(t, "AllGrants", err)
	if len(old) != 1 || old[0].Source != first.ID {
		t.Errorf("%+v", old)
	}
}

func nobodyIsErased(t *testing.T, f fixture) {
	before := f.told(t)
	if pseudonym := f.erase(t, "nobody"); pseudonym != "" || f.told(t) != before {
		t.Errorf("nobody is %q", pseudonym)
	}
	_, err := f.Erase(ctx, journal.Origin{Actor: "key_test"}, f.owner("no body"))
	refused(t, "no holder", err, purchases.ErrHolderInvalid)
}

func eventsConcern(t *testing.T, f fixture) {
	mine, err := f.Place(ctx, f.request("u2", freePack, free))
	done(t, "Place", err)
	gift := f.accept(t, f.give(t, pricedPack, paid("txn-1")))
	for holder, want := range map[string]int{"u1": 3, "u2": 4, "u3": 0} {
		events, err := f.journal.EventsOf(ctx, mine.Ledger.ID(), holder, 0, 100)
		done(t, "EventsOf", err)
		if len(events) != want {
			t.Errorf("%d events of %s, want %d", len(events), holder, want)
		}
		for i, e := range events {
			after, err := f.journal.EventsOf(ctx, mine.Ledger.ID(), holder, e.Sequence, 100)
			done(t, "EventsOf", err)
			if len(after) != want-i-1 {
				t.Errorf("%d events behind the %dth of %s", len(after), i, holder)
			}
		}
	}
	changed, err := f.ChangedGrants(ctx, f.owner("u2"), []string{gift.ID, "ord_none"})
	done(t, "ChangedGrants", err)
	if len(changed) != 1 || changed[0].Pack != gift.Pack {
		t.Errorf("%+v", changed)
	}
}

// ticketsForget: neither who bought a pass nor whom they handed it to is named by what is told of it.
func ticketsForget(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	f.buyPass(t, "fan-to-forget", p, "t1")
	_, err := f.handOn("fan-to-forget", p, "friend-to-forget")
	done(t, "HandOn", err)
	f.at(doors)
	_, err = f.CheckIn(ctx, purchases.CheckIn{Intent: f.intent(live), Pass: p.ID, Holder: "friend-to-forget"})
	done(t, "CheckIn", err)
	f.erase(t, "fan-to-forget")
	pseudonym := f.erase(t, "friend-to-forget")
	if told := f.told(t); strings.Contains(told, "-to-forget") || !strings.Contains(told, pseudonym) {
		t.Errorf("told: %s", told)
	}
}
