package purchasestest

import (
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

var membershipTests = map[string]func(*testing.T, fixture){
	"MembersTakeWhatIsForThem":       membersTakeWhatIsForThem,
	"MembersUseWhatTheirClubHas":     membersUseWhatTheirClubHas,
	"AMembershipIsSaidAgain":         aMembershipIsSaidAgain,
	"AMembershipEnds":                aMembershipEnds,
	"AReservationOfAMemberIsPaid":    aReservationOfAMemberIsPaid,
	"AnInvalidMembershipIsRefused":   anInvalidMembershipIsRefused,
	"AForgottenMemberIsNobodysProof": aForgottenMemberIsNobodysProof,
}

// clubBrand is whose fan club clubPack is for.
const clubBrand = "brd_club"

func (f fixture) membership(holder string, until *time.Time) purchases.Membership {
	return purchases.Membership{Intent: f.intent(live), Holder: holder, Brand: clubBrand, Proof: "No. 7", Until: until}
}

func (f fixture) join(t *testing.T, holder string, until *time.Time) purchases.Grant {
	t.Helper()
	g, err := f.Join(ctx, f.membership(holder, until))
	done(t, "Join", err)
	return g
}

func membersTakeWhatIsForThem(t *testing.T, f fixture) {
	_, err := f.Place(ctx, f.request("fan", clubPack, external))
	if facts := refused(t, "no member", err, purchases.ErrAudience); facts["brand"] != clubBrand {
		t.Errorf("of which club: %v", facts)
	}
	_, err = f.Place(ctx, f.request("fan", clubPack, paid("t1")))
	if refused(t, "no member, paid", err, purchases.ErrAudience)["refund_due"] == nil {
		t.Error("money is lost")
	}
	f.join(t, "fan", nil)
	f.place(t, "fan", clubPack, paid("t2"))
	_, err = f.Place(ctx, f.request("other", clubPack, external))
	refused(t, "somebody else", err, purchases.ErrAudience)
	r := f.request("fan", clubPack, external)
	r.Ledger = trial
	_, err = f.Place(ctx, r)
	refused(t, "on another ledger", err, purchases.ErrAudience)
	done(t, "Leave", f.Leave(ctx, f.membership("fan", nil)))
	same(t, "what was bought stays", true, f.entitled(t, live, "fan", clubPack))
}

func membersUseWhatTheirClubHas(t *testing.T, f fixture) {
	f.pool(t, clubBrand, []string{pricedPack})
	until := start.Add(time.Hour)
	g := f.join(t, "fan", &until)
	e, err := f.Entitled(ctx, live, "fan", pricedPack)
	done(t, "Entitled", err)
	if !e.Entitled || e.Grants[0].Kind != purchases.GrantMembership || e.Grants[0].PoolOf() != clubBrand || e.Grants[0].ID != g.ID {
		t.Errorf("by the club: %+v", e)
	}
	f.pool(t, clubBrand, []string{freePack}, pricedPack)
	packs, err := f.OwnedPacks(ctx, live, "fan")
	done(t, "OwnedPacks", err)
	same(t, "packs", []string{freePack}, packs)
	f.at(until)
	same(t, "after its end", false, f.entitled(t, live, "fan", freePack))
	same(t, "events", []string{"membership.joined", "pool.changed"}, f.events(t, live))
}

func aMembershipIsSaidAgain(t *testing.T, f fixture) {
	first := f.join(t, "fan", nil)
	f.clock.advance(time.Minute)
	same(t, "the same", first, f.join(t, "fan", nil))
	until := start.AddDate(1, 0, 0)
	second := f.join(t, "fan", &until)
	if second.ID == first.ID || !second.ValidUntil.Equal(until) || second.Number != 2 {
		t.Errorf("otherwise: %+v", second)
	}
	held, err := f.Memberships(ctx, live, "fan")
	done(t, "Memberships", err)
	same(t, "one membership", []purchases.Grant{second}, held)
	all, err := f.AllGrants(ctx, purchases.Owner{Ledger: live, Holder: "fan"})
	done(t, "AllGrants", err)
	same(t, "the earlier one was replaced", []string{"renewed", ""}, []string{all[0].Revoked, all[1].Revoked})
}

func aMembershipEnds(t *testing.T, f fixture) {
	refused(t, "none", f.Leave(ctx, f.membership("fan", nil)), purchases.ErrMembershipNotFound)
	f.join(t, "fan", nil)
	done(t, "Leave", f.Leave(ctx, f.membership("fan", nil)))
	refused(t, "twice", f.Leave(ctx, f.membership("fan", nil)), purchases.ErrMembershipNotFound)
	_, err := f.Place(ctx, f.request("fan", clubPack, external))
	refused(t, "who left", err, purchases.ErrAudience)
	f.join(t, "fan", nil)
	f.place(t, "fan", clubPack, external)
	same(t, "events", []string{"membership.joined", "membership.left", "membership.joined", "order.reserved"}, f.events(t, live))
}

func aReservationOfAMemberIsPaid(t *testing.T, f fixture) {
	until := start.Add(5 * time.Minute)
	f.join(t, "fan", &until)
	inTime, late := f.place(t, "fan", clubPack, external), f.place(t, "fan", clubPack, external)
	f.at(until.Add(time.Minute))
	o, err := f.Confirm(ctx, f.confirmation(inTime, "t1", 2500))
	done(t, "Confirm", err)
	same(t, "while it was held", purchases.Fulfilled, o.State)
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.at(start.Add(time.Hour))
	o, err = f.Confirm(ctx, f.confirmation(late, "t2", 2500))
	done(t, "Confirm", err)
	same(t, "late: they were a member when they ordered", purchases.Fulfilled, o.State)
}

func anInvalidMembershipIsRefused(t *testing.T, f fixture) {
	for what, m := range map[string]purchases.Membership{
		"nothing proves it": {Proof: ""}, "a line": {Proof: "a\nb"}, "no text": {Proof: "\xff"}, "too long": {Proof: strings.Repeat("x", 201)},
	} {
		m.Intent, m.Holder, m.Brand = f.intent(live), "fan", clubBrand
		_, err := f.Join(ctx, m)
		refused(t, what, err, purchases.ErrMembershipInvalid)
	}
	_, err := f.Join(ctx, f.membership("fan", &start))
	refused(t, "over before it begins", err, purchases.ErrMembershipInvalid)
	_, err = f.Join(ctx, f.membership("no/holder", nil))
	refused(t, "no holder", err, purchases.ErrHolderInvalid)
}

func aForgottenMemberIsNobodysProof(t *testing.T, f fixture) {
	f.join(t, "fan", nil)
	pseudonym, err := f.Erase(ctx, operator, purchases.Owner{Ledger: live, Holder: "fan"})
	done(t, "Erase", err)
	held, err := f.Memberships(ctx, live, "fan")
	done(t, "Memberships", err)
	same(t, "of the name", 0, len(held))
	kept, err := f.AllGrants(ctx, purchases.Owner{Ledger: live, Holder: pseudonym})
	done(t, "AllGrants", err)
	if len(kept) != 1 || kept[0].Proof != "" {
		t.Errorf("what is kept: %+v", kept)
	}
	f.join(t, "fan", nil)
}
