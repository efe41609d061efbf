package purchasestest

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// giftRefusalTests are behaviours of gifts that are not to be.
var giftRefusalTests = map[string]func(*testing.T, fixture){
	"RecipientHasThePack":          recipientHasPack,
	"OneGiftOfAPackWaits":          oneGiftWaits,
	"NotSoldWhereTheRecipientIs":   recipientRegion,
	"RecipientRegionHoldsToTheEnd": recipientRegionLater,
	"BoughtMeanwhile":              boughtMeanwhile,
	"MalformedGiftsHaveNoEffect":   malformedGifts,
}

func recipientHasPack(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t0")
	f.place(t, "u2", pricedPack, paid("t1"))
	for _, with := range []purchases.PayWith{free, external, byWallet, stripe} {
		_, err := f.Place(ctx, f.gift(pricedPack, with))
		facts := refused(t, string(with.Provider), err, purchases.ErrRecipientHasPack)
		same(t, "facts", map[string]any{"pack": pricedPack, "recipient": "u2"}, facts)
	}
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	_, err := f.Place(ctx, f.gift(pricedPack, paid("t2")))
	f.owes(t, refused(t, "paid", err, purchases.ErrRecipientHasPack), "u1", pricedPack)
	f.accept(t, f.give(t, freePack, free))
	_, err = f.Place(ctx, f.gift(freePack, free))
	refused(t, "given", err, purchases.ErrRecipientHasPack)
	_, err = f.Place(ctx, f.request("u2", freePack, free))
	refused(t, "what was given is not bought", err, purchases.ErrAlreadyOwned)
}

func oneGiftWaits(t *testing.T, f fixture) {
	first := f.give(t, pricedPack, paid("t1"))
	r := f.gift(pricedPack, external)
	r.Holder = "u3"
	_, err := f.Place(ctx, r)
	facts := refused(t, "another's", err, purchases.ErrRecipientHasGift)
	same(t, "facts", map[string]any{"pack": pricedPack, "recipient": "u2"}, facts)
	_, err = f.Place(ctx, f.gift(pricedPack, paid("t2")))
	f.owes(t, refused(t, "paid", err, purchases.ErrRecipientHasGift), "u1", pricedPack)
	f.place(t, "u1", pricedPack, paid("t3")) // the giver's own
	f.decline(t, first)
	r = f.gift(pricedPack, external)
	r.Holder = "u3"
	_, err = f.Place(ctx, r)
	done(t, "Place", err)
}

func recipientRegion(t *testing.T, f fixture) {
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "JP", State: catalog.OfferNotOffered})
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "TH", State: catalog.OfferAnnounced, OpensAt: &opens})
	for region, why := range map[string]string{"JP": "pack-not-offered", "TH": "offer-not-open", "VN": "pack-not-found"} {
		r := f.gift(pricedPack, stripe)
		r.RecipientRegion = region
		_, err := f.Place(ctx, r)
		facts := refused(t, region, err, purchases.ErrRecipientRegion)
		if facts["reason"] != why || facts["region"] != region || facts["recipient"] != "u2" || (region == "TH") != (facts["opens_at"] != nil) {
			t.Errorf("%s: facts %v", region, facts)
		}
	}
	r := f.gift(pricedPack, paid("t1"))
	r.RecipientRegion = "JP"
	_, err := f.Place(ctx, r)
	f.owes(t, refused(t, "paid", err, purchases.ErrRecipientRegion), "u1", pricedPack)
	r = f.gift(pricedPack, external)
	r.RecipientRegion = "XXX"
	_, err = f.Place(ctx, r)
	refused(t, "no region", err, catalog.ErrRegionNotFound)
}

// recipientRegionLater is a gift whose time to pay is over, when the pack is sold no more where it goes.
func recipientRegionLater(t *testing.T, f fixture) {
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "JP", State: catalog.OfferOpen, Price: &price})
	r := f.gift(pricedPack, external)
	r.RecipientRegion = "JP"
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "JP", State: catalog.OfferClosed})
	f.clock.advance(purchases.ReserveFor)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 2500))
	refused(t, "late", err, purchases.ErrRecipientRegion)
	f.gifted(t, o, purchases.RefundDue, purchases.GiftPending, false)
}

func boughtMeanwhile(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	own := f.place(t, "u2", pricedPack, paid("t2"))
	_, err := f.AcceptGift(ctx, f.answer(o))
	facts := refused(t, "accepted", err, purchases.ErrAlreadyOwned)
	same(t, "order", own.ID, facts["order"])
	f.decline(t, o)
	f.gifted(t, o, purchases.RefundDue, purchases.GiftDeclined, true)
}

func malformedGifts(t *testing.T, f fixture) {
	for name, c := range map[string]struct {
		change func(*purchases.OrderRequest)
		want   *fault.Error
	}{
		"to oneself":      {func(r *purchases.OrderRequest) { r.Recipient = "u1" }, purchases.ErrGiftToSelf},
		"to no holder":    {func(r *purchases.OrderRequest) { r.Recipient = "a/b" }, purchases.ErrHolderInvalid},
		"message only":    {func(r *purchases.OrderRequest) { r.Recipient = "" }, purchases.ErrOrderInvalid},
		"region only":     {func(r *purchases.OrderRequest) { r.Recipient, r.Message, r.RecipientRegion = "", "", "KR" }, purchases.ErrOrderInvalid},
		"region of NUL":   {func(r *purchases.OrderRequest) { r.RecipientRegion = "\x00" }, purchases.ErrOrderInvalid},
		"long message":    {func(r *purchases.OrderRequest) { r.Message = strings.Repeat("한", 501) }, purchases.ErrGiftMessage},
		"escape":          {func(r *purchases.OrderRequest) { r.Message = "\x1b[2J" }, purchases.ErrGiftMessage},
		"message of NUL":  {func(r *purchases.OrderRequest) { r.Message = "\x00" }, purchases.ErrGiftMessage},
		"message no text": {func(r *purchases.OrderRequest) { r.Message = "\xff" }, purchases.ErrGiftMessage},
		"coins":           {func(r *purchases.OrderRequest) { r.Pack, r.Package = "", "hundred" }, purchases.ErrOrderInvalid},
	} {
		r := f.gift(pricedPack, paid("t1"))
		c.change(&r)
		_, err := f.Place(ctx, r)
		refused(t, name, err, c.want)
	}
	same(t, "events", []string{}, f.events(t, live))
	r := f.gift(pricedPack, paid("t1"))
	r.Message = strings.Repeat("한", 500)
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	same(t, "message", r.Message, f.story(t, o).Order.Gift.Message)
}
