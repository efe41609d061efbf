package catalog_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
)

// ban takes a pack down, which must go well.
func (s *shop) ban(t *testing.T, pack catalog.Pack, order catalog.BanOrder) catalog.Pack {
	t.Helper()
	banned, err := s.Ban(ctx, operator, catalog.Target{Pack: pack.ID}, order)
	must(t, err)
	return banned
}

// told is the last takedown that others heard of.
func (s *shop) told(t *testing.T) catalog.Takedown {
	t.Helper()
	events := s.store.Recorded().Events
	last := events[len(events)-1]
	var body struct{ Takedown catalog.Takedown }
	must(t, json.Unmarshal(last.Data, &body))
	if last.Type != "pack.banned" {
		t.Errorf("the last event is %s", last.Type)
	}
	return body.Takedown
}

// TestRightsBecomeLaw: a pack that is down for somebody's rights is taken down for law: nobody gets its
// pictures any more, both claims are on record, and others are told.
func TestRightsBecomeLaw(t *testing.T) {
	s := newShop(t)
	pack := s.sell(t, s.file(t, "moon", 1))
	summary, err := s.publisher.Current().Pack("moon")
	must(t, err)
	picture := summary.Cover().Thumb.Name.Digest
	first, second := catalog.Claim{Claimant: "Moon", Contact: "moon@example.com", Statement: "It is mine."},
		catalog.Claim{Claimant: "Court", Contact: "court@example.com", Statement: "It is unlawful."}
	s.ban(t, pack, catalog.BanOrder{Note: "claimed", Claim: &first})
	must(t, s.publisher.Current().Withheld(picture))

	s.now = s.now.Add(time.Hour)
	s.ban(t, pack, catalog.BanOrder{Reason: catalog.TakedownLaw, Claim: &second})
	want(t, s.publisher.Current().Withheld(picture), catalog.ErrAssetWithheld)
	if told := s.told(t); told.Reason != catalog.TakedownLaw || told.Note != "" || !told.At.Equal(s.now) || !slices.Contains(told.Revoked, picture) {
		t.Errorf("others are told %+v", told)
	}
	claims, err := s.Claims(ctx, operator, pack.ID)
	must(t, err)
	if len(claims) != 2 || claims[0].Claim != first || claims[1].Claim != second || claims[1].Number != 2 {
		t.Errorf("on record: %+v", claims)
	}
}

// TestBanAgain: an order that says nothing new changes nothing, and what one leaves out stays as it is.
func TestBanAgain(t *testing.T) {
	s := newShop(t)
	pack := s.sell(t, s.file(t, "moon", 1))
	law := catalog.BanOrder{Reason: catalog.TakedownLaw, Note: "by order"}
	banned := s.ban(t, pack, law)
	recorded := len(s.store.Recorded().Audit)
	for _, order := range []catalog.BanOrder{law, {Reason: catalog.TakedownLaw}, {}} {
		if again := s.ban(t, pack, order); again.Version != banned.Version || len(s.store.Recorded().Audit) != recorded {
			t.Errorf("%+v made version %d of %d", order, again.Version, banned.Version)
		}
	}
	claim := catalog.Claim{Claimant: "Court", Contact: "court@example.com", Statement: "It is unlawful."}
	if again := s.ban(t, pack, catalog.BanOrder{Claim: &claim}); again.Version != banned.Version+1 {
		t.Errorf("a claim made version %d of %d", again.Version, banned.Version)
	}
	if told := s.told(t); told.Reason != law.Reason || told.Note != law.Note || len(told.Revoked) == 0 {
		t.Errorf("with a claim: %+v", told)
	}
	_, err := s.Ban(ctx, operator, catalog.Target{Pack: pack.ID}, catalog.BanOrder{Claim: &catalog.Claim{}})
	want(t, err, catalog.ErrClaimInvalid)
	_, err = s.Stop(ctx, operator, catalog.Target{Pack: pack.ID})
	want(t, err, catalog.ErrPackNotOnSale)

	s.ban(t, pack, catalog.BanOrder{Reason: catalog.TakedownRights})
	if told := s.told(t); told.Reason != catalog.TakedownRights || len(told.Revoked) > 0 || len(s.publisher.Current().Revocations("", 10)) > 0 {
		t.Errorf("for rights alone: %+v", told)
	}
}
