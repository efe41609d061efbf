package catalog_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// reviewing is an account that decides, besides what its other roles do.
func reviewing(account string, also ...accounts.Role) catalog.By {
	return catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: account, Roles: append(also, accounts.Reviewer)}}
}

// submitted is a designer's pack that waits for a decision.
func (s *shop) submitted(t *testing.T) catalog.Target {
	t.Helper()
	_, err := s.CreateCreator(ctx, operator, catalog.Creator{Slug: "moon-studio", Name: "Moon", Account: "acc_designer"})
	must(t, err)
	imported, err := s.Import(ctx, designer, s.file(t, "moon", 3))
	must(t, err)
	at := catalog.Target{Pack: imported.Draft.Pack.ID}
	_, err = s.Submit(ctx, designer, at)
	must(t, err)
	return at
}

func TestApprovedGoesOnSale(t *testing.T) {
	s := newShop(t)
	at := s.submitted(t)
	reviewer := reviewing("acc_reviewer")
	queue, err := s.Reviews(ctx, reviewer, catalog.ReviewQuery{})
	must(t, err)
	if len(queue) != 1 || queue[0].Pack.ID != at.Pack || queue[0].Appealed() {
		t.Fatalf("queue: %+v", queue)
	}
	s.now = s.now.Add(time.Hour)
	for _, state := range []catalog.ReleaseState{catalog.ReleaseInReview, catalog.ReleaseApproved} {
		release, err := s.Review(ctx, reviewer, at, catalog.Decision{State: state})
		must(t, err)
		if release.State != state {
			t.Errorf("state %s", release.State)
		}
	}
	_, err = s.Review(ctx, reviewer, at, catalog.Decision{State: catalog.ReleaseApproved})
	want(t, err, catalog.ErrReleaseNotWaiting)
	editor := catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_editor", Roles: []accounts.Role{accounts.Editor}}}
	_, err = s.SetOffers(ctx, editor, at, []catalog.Offer{{Region: "KR"}})
	must(t, err)
	pack, err := s.Publish(ctx, editor, at, 1)
	must(t, err)
	page, err := s.front(t, "KR", "ko").Packs(catalog.Query{})
	must(t, err)
	if len(page.Packs) != 1 || pack.Current != 1 {
		t.Errorf("the store shows %v", slugs(page.Packs))
	}
	releases, err := s.Releases(ctx, reviewer, at.Pack)
	must(t, err)
	if releases[0].Direct || releases[0].Decided != s.now {
		t.Errorf("release: %+v", releases[0])
	}
}

// TestNobodyDecidesOnTheirOwn: not who submitted, nor who the creator belongs to, whatever their roles.
func TestNobodyDecidesOnTheirOwn(t *testing.T) {
	s := newShop(t)
	at := s.submitted(t)
	approval := catalog.Decision{State: catalog.ReleaseApproved}
	_, err := s.Review(ctx, reviewing("acc_designer", accounts.Designer, accounts.Operator), at, approval)
	want(t, err, catalog.ErrOwnRelease)
	_, err = s.Review(ctx, operator, at, approval)
	want(t, err, accounts.ErrRoleMissing)
	_, err = s.UpdateDraft(ctx, operator, at, catalog.DraftPatch{Copyright: new("© another")})
	must(t, err)
	_, err = s.Submit(ctx, operator, at)
	must(t, err)
	_, err = s.Review(ctx, reviewing("acc_op", accounts.Operator), at, approval)
	want(t, err, catalog.ErrOwnRelease)
	_, err = s.Review(ctx, reviewing("acc_designer"), at, approval)
	want(t, err, catalog.ErrOwnRelease)
	_, err = s.Publish(ctx, catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_e", Roles: []accounts.Role{accounts.Editor}}}, at, 2)
	want(t, err, accounts.ErrRoleMissing)
}

func TestRejectionSaysWhy(t *testing.T) {
	s := newShop(t)
	at, reviewer := s.submitted(t), reviewing("acc_reviewer")
	draft, err := s.Draft(ctx, reviewer, at.Pack)
	must(t, err)
	for _, c := range []struct {
		decision catalog.Decision
		pointer  string
	}{
		{catalog.Decision{State: "published"}, "/decision"},
		{catalog.Decision{State: catalog.ReleaseRejected}, "/reasons"},
		{catalog.Decision{State: catalog.ReleaseApproved, Reasons: []catalog.Reason{{Code: "sexual"}}}, "/reasons"},
		{catalog.Decision{State: catalog.ReleaseRejected, Reasons: []catalog.Reason{{Code: "ugly"}}}, "/reasons/0/code"},
		{catalog.Decision{State: catalog.ReleaseRejected, Reasons: []catalog.Reason{{Code: "flashing"}}}, "/reasons/0/sticker"},
		{catalog.Decision{State: catalog.ReleaseRejected, Reasons: []catalog.Reason{{Code: "sexual"}, {Code: "sexual", Sticker: "stk_x"}}}, "/reasons/1/sticker"},
		{catalog.Decision{State: catalog.ReleaseRejected, Reasons: []catalog.Reason{{Code: "other"}}}, "/reasons/0/note"},
	} {
		_, err = s.Review(ctx, reviewer, at, c.decision)
		want(t, err, catalog.ErrReviewInvalid)
		if fields := fault.As(err).Fields(); len(fields) != 1 || fields[0].Pointer != c.pointer {
			t.Errorf("%+v: %+v", c.decision, fields)
		}
	}
	why := []catalog.Reason{{Code: "flashing", Sticker: draft.Stickers[1].ID, Note: "too quick"}}
	_, err = s.Review(ctx, reviewer, at, catalog.Decision{State: catalog.ReleaseRejected, Reasons: why, Note: "nearly"})
	must(t, err)
	_, err = s.Publish(ctx, operator, at, 1)
	want(t, err, catalog.ErrReleaseRejected)
	events := s.store.Recorded().Events
	var told struct {
		Release    int
		Account    string
		Reasons    []catalog.Reason
		Shortcodes map[string]string
	}
	must(t, json.Unmarshal(events[len(events)-1].Data, &told))
	if events[len(events)-1].Type != "release.rejected" || told.Account != "acc_designer" || told.Reasons[0] != why[0] || told.Shortcodes[draft.Stickers[1].ID] != "s1" {
		t.Errorf("told %s: %+v", events[len(events)-1].Type, told)
	}
}

// TestOneAppealPerDecision: a rejection is appealed once; a further rejection is a further decision.
func TestOneAppealPerDecision(t *testing.T) {
	s := newShop(t)
	at, reviewer := s.submitted(t), reviewing("acc_reviewer")
	appeal := catalog.Appeal{Note: "it is my own character"}
	_, err := s.Appeal(ctx, designer, at, appeal)
	want(t, err, catalog.ErrAppealClosed)
	for range 2 {
		_, err = s.Review(ctx, reviewer, at, catalog.Decision{State: catalog.ReleaseRejected, Reasons: []catalog.Reason{{Code: "rights-unclear"}}})
		must(t, err)
		_, err = s.Appeal(ctx, designer, at, catalog.Appeal{})
		want(t, err, catalog.ErrReviewInvalid)
		_, err = s.Appeal(ctx, stranger, at, appeal)
		want(t, err, catalog.ErrPackNotFound)
		_, err = s.Appeal(ctx, designer, at, appeal)
		must(t, err)
		_, err = s.Appeal(ctx, designer, at, appeal)
		want(t, err, catalog.ErrAppealClosed)
	}
	queue, err := s.Reviews(ctx, reviewer, catalog.ReviewQuery{})
	must(t, err)
	if len(queue) != 1 || !queue[0].Appealed() {
		t.Errorf("queue: %+v", queue)
	}
	steps, err := s.ReviewSteps(ctx, designer, at.Pack)
	must(t, err)
	if len(steps) != 5 || steps[4].Note != appeal.Note || steps[4].State != catalog.ReleaseSubmitted {
		t.Errorf("steps: %+v", steps)
	}
}

// TestResubmitShowsWhatChanged: a rejected sticker is replaced, and the next submission says so.
func TestResubmitShowsWhatChanged(t *testing.T) {
	s := newShop(t)
	at, reviewer := s.submitted(t), reviewing("acc_reviewer")
	_, err := s.Review(ctx, reviewer, at, catalog.Decision{State: catalog.ReleaseApproved})
	must(t, err)
	draft, err := s.Draft(ctx, designer, at.Pack)
	must(t, err)
	_, err = s.UpdateSticker(ctx, designer, at, draft.Stickers[1].ID, catalog.StickerPatch{
		Images: map[i18n.Locale]assets.Digest{catalog.Base: s.upload(t, "replaced")}, Alt: map[i18n.Locale]string{"en": "a deep bow"},
	})
	must(t, err)
	_, err = s.RemoveSticker(ctx, designer, at, draft.Stickers[2].ID)
	must(t, err)
	_, err = s.UpdateDraft(ctx, designer, at, catalog.DraftPatch{Title: map[i18n.Locale]string{"en": "Moon"}})
	must(t, err)
	_, err = s.Submit(ctx, designer, at)
	must(t, err)
	c, err := s.Compare(ctx, reviewer, at.Pack, 2, 0)
	must(t, err)
	if c.From != 1 || c.Reordered || len(c.Stickers) != 2 || len(c.Words) != 1 || c.Words[0].After != "Moon" {
		t.Fatalf("comparison: %+v", c)
	}
	if got := c.Stickers[0]; got.Kind != catalog.StickerChanged || !slices.Equal(got.Parts, []string{"picture", "alt"}) || c.Stickers[1].Kind != catalog.StickerRemoved {
		t.Errorf("stickers: %+v", c.Stickers)
	}
	first, err := s.Compare(ctx, reviewer, at.Pack, 1, 0)
	must(t, err)
	if first.From != 0 || len(first.Stickers) != 3 || first.Stickers[0].Kind != catalog.StickerAdded {
		t.Errorf("the first: %+v", first)
	}
	_, err = s.Compare(ctx, reviewer, at.Pack, 2, 7)
	want(t, err, catalog.ErrReleaseNotFound)
}

// TestReasonsAreWorded: every kind of reason has a text and an example.
func TestReasonsAreWorded(t *testing.T) {
	words, err := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}}).Current().Project(i18n.StoreProject)
	must(t, err)
	for _, reason := range catalog.ReasonCodes() {
		for _, part := range []string{"text", "example"} {
			if id := "reason." + reason.Code + "." + part; !words.Has(id) {
				t.Errorf("no words: %s", id)
			}
		}
	}
}
