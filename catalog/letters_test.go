package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// employ gives the shop a designer who reads Korean, and reviewers of whom one wants no mails about the
// queue.
func (s *shop) employ(t *testing.T) {
	t.Helper()
	for _, account := range []accounts.Account{
		{ID: "acc_designer", Email: "designer@moon.example", Roles: []accounts.Role{accounts.Designer, accounts.Reviewer}, Language: language.Korean},
		{ID: "acc_reviewer", Email: "reviewer@moon.example", Roles: []accounts.Role{accounts.Reviewer}},
		{ID: "acc_quiet", Email: "quiet@moon.example", Roles: []accounts.Role{accounts.Reviewer}, Muted: []accounts.Topic{accounts.TopicQueue}},
	} {
		must(t, s.people.AddAccount(ctx, account, nil, journal.Record{}))
	}
}

// posted is who got which letters, in order.
func (s *shop) posted() []string {
	var all []string
	for _, letter := range s.store.Recorded().Letters {
		all = append(all, letter.To+" "+letter.Kind)
	}
	return all
}

// TestLettersFollowAPack from its submission to its takedown: each to whom it concerns, none to who did it.
func TestLettersFollowAPack(t *testing.T) {
	s := newShop(t)
	s.employ(t)
	at, reviewer := s.submitted(t), reviewing("acc_reviewer")
	draft, err := s.Draft(ctx, designer, at.Pack)
	must(t, err)
	reject := catalog.Decision{State: catalog.ReleaseRejected, Note: "nearly there", Reasons: []catalog.Reason{
		{Code: "hard-to-see", Sticker: draft.Stickers[1].ID, Note: "too pale"}, {Code: "rights-unclear"},
	}}
	decide := func(d catalog.Decision) { _, err := s.Review(ctx, reviewer, at, d); must(t, err) }
	decide(catalog.Decision{State: catalog.ReleaseInReview})
	decide(reject)
	_, err = s.Appeal(ctx, designer, at, catalog.Appeal{Note: "it glows"})
	must(t, err)
	decide(reject)
	_, err = s.Appeal(ctx, designer, at, catalog.Appeal{Note: "it really glows"})
	must(t, err)
	decide(catalog.Decision{State: catalog.ReleaseApproved})
	for range 2 { // publishing again changes nothing
		_, err = s.Publish(ctx, operator, at, 1)
		must(t, err)
	}
	_, err = s.Stop(ctx, operator, at)
	must(t, err)
	_, err = s.Ban(ctx, operator, at, catalog.BanOrder{Reason: catalog.TakedownLaw, Note: "court order"})
	must(t, err)
	designers := "designer@moon.example "
	if diff := cmp.Diff([]string{
		"reviewer@moon.example submitted", designers + "rejected", "reviewer@moon.example appealed", designers + "appeal_rejected",
		"reviewer@moon.example appealed", designers + "appeal_approved", designers + "published", designers + "stopped", designers + "banned_law",
	}, s.posted()); diff != "" {
		t.Error(diff)
	}
	rejected := s.store.Recorded().Letters[1]
	if diff := cmp.Diff([]journal.Point{
		{About: "s1", Words: "reason.hard-to-see.text", Note: "too pale"}, {Words: "reason.rights-unclear.text"}, {Note: "nearly there"},
	}, rejected.Points); diff != "" {
		t.Error(diff)
	}
	if rejected.Facts["Pack"] != "달토끼 moon" || rejected.Locale != "ko" || rejected.Facts["path"] != "/studio/packs/"+at.Pack+"/releases" {
		t.Errorf("%+v", rejected)
	}
	if english := s.store.Recorded().Letters[0]; english.Facts["Pack"] != "Moon Rabbit moon" || english.Locale != "" {
		t.Errorf("%+v", english)
	}
}

// TestRefusedWritesNoLetter: what was not committed is told to nobody.
func TestRefusedWritesNoLetter(t *testing.T) {
	s := newShop(t)
	s.employ(t)
	at := s.submitted(t)
	before := len(s.posted())
	_, err := s.Review(ctx, reviewing("acc_reviewer"), at, catalog.Decision{State: catalog.ReleaseRejected})
	want(t, err, catalog.ErrReviewInvalid)
	if got := s.posted(); len(got) != before {
		t.Error(got)
	}
}
