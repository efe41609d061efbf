package catalog_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

func TestUpload(t *testing.T) {
	s := newShop(t)
	data := []byte("picture")
	digest := assets.DigestOf(data)
	_, err := s.Uploaded(ctx, operator, digest)
	want(t, err, catalog.ErrPictureNotFound)
	picture, err := s.Upload(ctx, operator, digest, data)
	must(t, err)
	again, err := s.Upload(ctx, designer, digest, data)
	must(t, err)
	if diff := cmp.Diff(picture, again); diff != "" || s.deriver.derived != 1 {
		t.Errorf("derived %d times; %s", s.deriver.derived, diff)
	}
	_, err = s.files.Stat(ctx, assets.Private, picture.Upload)
	must(t, err)
	_, err = s.files.Stat(ctx, assets.Public, picture.Upload)
	want(t, err, assets.ErrAssetNotFound)
	for _, image := range picture.All() {
		_, err = s.files.Stat(ctx, assets.Public, image.Name)
		must(t, err)
	}
	_, err = s.Upload(ctx, operator, digest, []byte("other"))
	want(t, err, assets.ErrDigestMismatch)
	_, err = s.Upload(ctx, auditor, digest, data)
	want(t, err, accounts.ErrRoleMissing)
	_, err = s.Upload(ctx, operator, assets.DigestOf([]byte("no image")), []byte("no image"))
	want(t, err, assets.ErrNotAnImage)
}

// TestSeedTwice: to import and publish the same again changes nothing at all.
func TestSeedTwice(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 3)
	first := s.sell(t, file)
	records, revision := s.store.Recorded(), s.publisher.Current().Revision()
	s.now = s.now.Add(time.Hour)
	second := s.sell(t, file)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(records, s.store.Recorded()); diff != "" {
		t.Error(diff)
	}
	if got := s.publisher.Current().Revision(); got != revision {
		t.Errorf("revision went from %s to %s", revision, got)
	}
}

// TestImportKeepsIDs: stickers keep their ids by shortcode, then by picture.
func TestImportKeepsIDs(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 4)
	before, err := s.Import(ctx, operator, file)
	must(t, err)
	file.Stickers[1].Shortcode = "renamed"           // known by its picture
	file.Stickers[2].SHA256 = s.upload(t, "another") // known by its shortcode
	file.Stickers[3].Shortcode = "new"               // known by neither
	file.Stickers[3].SHA256 = s.upload(t, "new")     //
	slices.Reverse(file.Stickers)
	after, err := s.Import(ctx, operator, file)
	must(t, err)
	old, now := before.Draft.Stickers, after.Draft.Stickers
	if now[3].ID != old[0].ID || now[2].ID != old[1].ID || now[1].ID != old[2].ID {
		t.Error("a sticker lost its id")
	}
	if slices.ContainsFunc(old, func(o catalog.Sticker) bool { return o.ID == now[0].ID }) {
		t.Error("a new sticker has an old id")
	}
	if after.Draft.Pack.Version != before.Draft.Pack.Version+1 {
		t.Errorf("version %d after %d", after.Draft.Pack.Version, before.Draft.Pack.Version)
	}
}

func TestImportRefuses(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 1)
	_, err := s.Import(ctx, auditor, file)
	want(t, err, accounts.ErrRoleMissing)
	_, err = s.Import(ctx, designer, file)
	want(t, err, catalog.ErrCreatorNotFound)
	_, err = s.CreateCreator(ctx, operator, catalog.Creator{Slug: "moon-studio", Name: "Moon", Account: "acc_designer"})
	must(t, err)
	_, err = s.Import(ctx, stranger, file)
	want(t, err, catalog.ErrCreatorNotFound)
	_, err = s.Import(ctx, seeing(stranger), file)
	want(t, err, catalog.ErrNotYours)
	broken := file
	broken.Slug = "Not A Slug"
	_, err = s.Import(ctx, operator, broken)
	want(t, err, catalog.ErrDraftInvalid)
	if fields := fault.As(err).Fields(); len(fields) != 1 || fields[0].Pointer != "/slug" || fields[0].Code != "slug-malformed" {
		t.Errorf("fields: %v", fields)
	}
	imported, err := s.Import(ctx, designer, file)
	must(t, err)
	if len(imported.Draft.Offers) > 0 || imported.Findings[len(imported.Findings)-1].Code != "offers-left-out" {
		t.Errorf("a designer set offers: %+v", imported)
	}
	_, err = s.Import(ctx, stranger, file)
	want(t, err, catalog.ErrSlugTaken)
	_, err = s.Import(ctx, seeing(stranger), file)
	want(t, err, catalog.ErrNotYours)
	_, err = s.CreatePack(ctx, designer, file)
	want(t, err, catalog.ErrSlugTaken)
	file.Stickers[0].SHA256 = assets.DigestOf([]byte("never uploaded"))
	_, err = s.Import(ctx, designer, file)
	want(t, err, catalog.ErrPictureNotFound)
}

// TestASlugIsMadeOnce lets two make a pack of one slug at the same moment: one of them does.
func TestASlugIsMadeOnce(t *testing.T) {
	for range 20 {
		s := newShop(t)
		file := s.file(t, "moon", 1)
		_, err := s.CreateCreator(ctx, operator, catalog.Creator{Slug: file.Creator, Name: "Moon"})
		must(t, err)
		made := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := s.CreatePack(ctx, operator, file)
				made <- err
			}()
		}
		first, second := <-made, <-made
		if first != nil {
			first, second = second, first
		}
		if first != nil || !errors.Is(second, catalog.ErrSlugTaken) {
			t.Fatalf("one got %v, the other %v", first, second)
		}
	}
}

// seeing is an actor who may also see what is not theirs.
func seeing(by catalog.By) catalog.By {
	by.Roles = append(slices.Clone(by.Roles), accounts.Reviewer)
	return by
}

func TestRights(t *testing.T) {
	s := newShop(t)
	_, err := s.CreateCreator(ctx, operator, catalog.Creator{Slug: "moon-studio", Name: "Moon", Account: "acc_designer"})
	must(t, err)
	imported, err := s.Import(ctx, operator, s.file(t, "moon", 1))
	must(t, err)
	at := catalog.Target{Pack: "moon"}
	hidden, err := s.Draft(ctx, stranger, "moon")
	want(t, err, catalog.ErrPackNotFound)
	if hidden.Pack.ID != "" || fault.As(err).Facts()["pack"] != "moon" {
		t.Errorf("told %+v, %v", hidden, fault.As(err).Facts())
	}
	_, err = s.Draft(ctx, auditor, "moon")
	must(t, err)
	_, err = s.UpdateDraft(ctx, auditor, at, catalog.DraftPatch{})
	want(t, err, accounts.ErrRoleMissing)
	_, err = s.Submit(ctx, stranger, at)
	want(t, err, catalog.ErrPackNotFound)
	_, err = s.Submit(ctx, seeing(stranger), at)
	want(t, err, catalog.ErrNotYours)
	release, err := s.Submit(ctx, designer, at)
	must(t, err)
	again, err := s.Submit(ctx, designer, at)
	must(t, err)
	if diff := cmp.Diff(release, again); diff != "" {
		t.Errorf("submitted again: %s", diff)
	}
	for _, act := range []func() (catalog.Pack, error){
		func() (catalog.Pack, error) { return s.Publish(ctx, designer, at, 0) },
		func() (catalog.Pack, error) { return s.Publish(ctx, designer, at, release.Number) },
		func() (catalog.Pack, error) { return s.Stop(ctx, designer, at) },
		func() (catalog.Pack, error) { return s.Ban(ctx, designer, at, catalog.BanOrder{}) },
		func() (catalog.Pack, error) { return s.Rollback(ctx, designer, at, 1) },
	} {
		_, err = act()
		want(t, err, accounts.ErrRoleMissing)
	}
	_, err = s.SetOffers(ctx, designer, at, nil)
	want(t, err, accounts.ErrRoleMissing)
	packs, err := s.Packs(ctx, stranger, catalog.PackQuery{})
	must(t, err)
	own, err := s.Packs(ctx, designer, catalog.PackQuery{})
	must(t, err)
	if len(packs) != 0 || len(own) != 1 || own[0].ID != imported.Draft.Pack.ID {
		t.Errorf("a stranger sees %v, the designer %v", packs, own)
	}
	_, err = s.Publish(ctx, operator, at, release.Number)
	must(t, err)
	audit := s.store.Recorded().Audit
	if last := audit[len(audit)-1]; last.Action != "pack.publish.direct" || last.Actor != "acc_op" || last.RequestID != "req-1" {
		t.Errorf("audited as %+v", last)
	}
}

func TestEditDraft(t *testing.T) {
	s := newShop(t)
	imported, err := s.Import(ctx, operator, s.file(t, "moon", 2))
	must(t, err)
	at := catalog.Target{Pack: "moon", Version: imported.Draft.Pack.Version}
	copyright := "© Moon"
	draft, err := s.UpdateDraft(ctx, operator, at, catalog.DraftPatch{Copyright: &copyright, Title: map[i18n.Locale]string{"ja": " 月うさぎ ", "en": ""}})
	must(t, err)
	if got := draft.Words.Of(catalog.WordTitle); got["ja"] != "月うさぎ" || got["en"] != "" || len(got) != 2 || draft.Pack.Copyright != copyright {
		t.Errorf("titles %v, copyright %q", got, draft.Pack.Copyright)
	}
	_, err = s.UpdateDraft(ctx, operator, at, catalog.DraftPatch{Copyright: &copyright})
	want(t, err, catalog.ErrPackStale)
	_, err = s.UpdateDraft(ctx, operator, catalog.Target{Pack: "moon"}, catalog.DraftPatch{Tags: &[]string{"Not A Tag"}})
	want(t, err, catalog.ErrDraftInvalid)

	at.Version = 0
	shortcode := "hello"
	draft, err = s.AddSticker(ctx, operator, at, catalog.StickerPatch{
		Shortcode: &shortcode, Emoji: &[]string{"👋"}, Images: map[i18n.Locale]assets.Digest{catalog.Base: s.upload(t, "wave"), "ja": s.upload(t, "wave ja")},
		Keywords: map[i18n.Locale][]string{"ko": {"안녕"}},
	})
	must(t, err)
	added := draft.Stickers[2]
	if added.Picture([]i18n.Locale{"ja"}).Upload.Digest != assets.DigestOf([]byte("wave ja")) || draft.Words["ko"][catalog.KeywordsKey(added.ID)] != "안녕" {
		t.Errorf("added %+v", added)
	}
	_, err = s.AddSticker(ctx, operator, at, catalog.StickerPatch{Shortcode: &shortcode, Emoji: &[]string{"👋"}})
	want(t, err, catalog.ErrShortcodeTaken)
	bad := "not a shortcode"
	_, err = s.UpdateSticker(ctx, operator, at, added.ID, catalog.StickerPatch{Shortcode: &bad})
	want(t, err, catalog.ErrDraftInvalid)
	draft, err = s.UpdateSticker(ctx, operator, at, added.ID, catalog.StickerPatch{Images: map[i18n.Locale]assets.Digest{"ja": ""}, Keywords: map[i18n.Locale][]string{"ko": {}}})
	must(t, err)
	if len(draft.Stickers[2].Images) != 1 || draft.Words["ko"][catalog.KeywordsKey(added.ID)] != "" {
		t.Errorf("updated %+v", draft.Stickers[2])
	}
	ids := []string{added.ID, draft.Stickers[0].ID, draft.Stickers[1].ID}
	draft, err = s.Reorder(ctx, operator, at, ids)
	must(t, err)
	if draft.Stickers[0].ID != added.ID {
		t.Error("not reordered")
	}
	_, err = s.Reorder(ctx, operator, at, ids[:2])
	want(t, err, catalog.ErrOrderIncomplete)
	_, err = s.Reorder(ctx, operator, at, []string{ids[0], ids[0], ids[1]})
	want(t, err, catalog.ErrOrderIncomplete)
	draft, err = s.RemoveSticker(ctx, operator, at, ids[1])
	must(t, err)
	if len(draft.Stickers) != 2 || draft.Words["ko"][catalog.AltKey(ids[1])] != "" {
		t.Errorf("removed: %d stickers, words %v", len(draft.Stickers), draft.Words["ko"])
	}
	_, err = s.RemoveSticker(ctx, operator, at, ids[1])
	want(t, err, catalog.ErrStickerNotFound)
	must(t, s.DeletePack(ctx, operator, at))
	_, err = s.Draft(ctx, operator, "moon")
	want(t, err, catalog.ErrPackNotFound)
}

func TestPublishNeedsWhatReadersNeed(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 0)
	file.Title = map[i18n.Locale]string{"en": "Moon"}
	_, err := s.Import(ctx, operator, file)
	must(t, err)
	_, err = s.Publish(ctx, operator, catalog.Target{Pack: "moon"}, 0)
	want(t, err, catalog.ErrDraftInvalid)
	var codes []string
	for _, field := range fault.As(err).Fields() {
		codes = append(codes, field.Code)
	}
	if diff := cmp.Diff([]string{"title-missing", "stickers-missing"}, codes); diff != "" {
		t.Error(diff)
	}
	report, err := s.Report(ctx, operator, "moon")
	must(t, err)
	if !packfile.HasErrors(report.Findings) {
		t.Errorf("report: %v", report)
	}
}

// TestLifeOfAPack walks through releases: what readers see, what owners keep.
func TestLifeOfAPack(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 2)
	first := s.sell(t, file)
	at := catalog.Target{Pack: first.ID}
	gone := s.front(t, "KR", "ko")
	listing, err := gone.Pack("moon")
	must(t, err)
	detail, err := s.details.Detail(ctx, listing.Summary)
	must(t, err)
	removed := detail.Stickers[1].ID

	file.Stickers = file.Stickers[:1]
	file.Title["ko"] = "새 제목"
	s.now = s.now.Add(time.Minute)
	second := s.sell(t, file)
	if second.Current != 2 || second.PublishedAt != first.PublishedAt || second.UpdatedAt != s.now {
		t.Errorf("second release: %+v", second)
	}
	summary, err := s.publisher.Current().Pack("moon")
	must(t, err)
	if title := summary.Title([]i18n.Locale{"ko"}); title.Text != "새 제목" || summary.StickerCount != 1 {
		t.Errorf("title %q, %d stickers", title.Text, summary.StickerCount)
	}
	former, err := s.publisher.Current().StickerPack(removed)
	must(t, err)
	old, err := s.details.Manifest(ctx, former, 1)
	must(t, err)
	view, found := old.Sticker(removed, []i18n.Locale{"ko"})
	if !found || view.Alt.Text != "절" || former != summary {
		t.Errorf("a removed sticker: %+v", view)
	}
	shown, found := old.Shown(removed, view.Picture.StillSmall.Name.Digest, []i18n.Locale{"en"})
	if !found || shown.Alt.Text != "bow" {
		t.Errorf("a ref: %+v", shown)
	}
	_, err = s.details.Manifest(ctx, former, 3)
	want(t, err, catalog.ErrReleaseNotFound)

	back, err := s.Rollback(ctx, operator, at, 1)
	must(t, err)
	summary, err = s.publisher.Current().Pack("moon")
	must(t, err)
	if back.Current != 1 || summary.StickerCount != 2 || summary.Title([]i18n.Locale{"ko"}).Text != "달토끼 moon" {
		t.Errorf("rolled back: %+v", summary)
	}
	_, err = s.Rollback(ctx, operator, at, 3)
	want(t, err, catalog.ErrReleaseNotFound)

	_, err = s.Stop(ctx, operator, at)
	must(t, err)
	_, err = s.front(t, "KR", "ko").Pack("moon")
	want(t, err, catalog.ErrPackNotOffered)
	terms, err := s.publisher.Terms("moon", "KR")
	must(t, err)
	if terms.State != catalog.OfferClosed {
		t.Errorf("stopped: %+v", terms)
	}
	_, err = s.Rollback(ctx, operator, at, 1)
	want(t, err, catalog.ErrPackNotOnSale)
	if _, err = gone.Pack("moon"); err != nil {
		t.Error("an old snapshot changed:", err)
	}
	_, err = s.Ban(ctx, operator, at, catalog.BanOrder{})
	must(t, err)
	_, err = s.front(t, "KR", "ko").Pack("moon")
	want(t, err, catalog.ErrPackTakenDown)
	_, err = s.publisher.Terms("moon", "KR")
	want(t, err, catalog.ErrPackNotFound)
	banned, err := s.publisher.Current().Pack("moon")
	must(t, err)
	if _, err = s.details.Detail(ctx, banned); err != nil {
		t.Error("owners lost a banned pack:", err)
	}
	for release := range 3 {
		_, err = s.Publish(ctx, operator, at, release)
		want(t, err, catalog.ErrPackBanned)
	}
	_, err = s.RemoveSticker(ctx, operator, at, "stk_x")
	want(t, err, catalog.ErrPackBanned)
	want(t, s.DeletePack(ctx, operator, at), catalog.ErrPackInUse)
}

// TestDirectOfSubmitted: a release that waits for review and is published without one is on record as
// direct.
func TestDirectOfSubmitted(t *testing.T) {
	for _, number := range []int{0, 1} {
		s := newShop(t)
		_, err := s.Import(ctx, operator, s.file(t, "moon", 1))
		must(t, err)
		at := catalog.Target{Pack: "moon"}
		_, err = s.Submit(ctx, operator, at)
		must(t, err)
		_, err = s.Publish(ctx, operator, at, number)
		must(t, err)
		releases, err := s.Releases(ctx, operator, "moon")
		must(t, err)
		if len(releases) != 1 || !releases[0].Direct || releases[0].State != catalog.ReleaseSubmitted {
			t.Errorf("published as %d: %+v", number, releases)
		}
	}
}

// TestCommittedIsDone: what is committed is answered with success, also when readers of this process
// cannot be shown it yet.
func TestCommittedIsDone(t *testing.T) {
	s := newShop(t)
	_, err := s.Import(ctx, operator, s.file(t, "moon", 1))
	must(t, err)
	service := catalog.NewService(catalog.Config{
		Store: s.store, Files: s.files, Deriver: s.deriver, Now: func() time.Time { return s.now },
		Refresh: func(context.Context) error { return journal.ErrStoreUnavailable },
	})
	pack, err := service.Publish(ctx, operator, catalog.Target{Pack: "moon"}, 0)
	must(t, err)
	if pack.State != catalog.StateOnSale {
		t.Errorf("published: %+v", pack)
	}
}

func TestOffers(t *testing.T) {
	s := newShop(t)
	pack := s.sell(t, s.file(t, "moon", 1))
	at := catalog.Target{Pack: pack.ID}
	hour := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	krw := func(amount int64) *catalog.Price { return &catalog.Price{Amount: amount, Currency: "KRW"} }
	for name, test := range map[string]struct {
		offers []catalog.Offer
		want   error
		field  string
	}{
		"overlap":        {[]catalog.Offer{{Region: "KR", From: hour(1), Until: hour(3)}, {Region: "KR", From: hour(2)}}, catalog.ErrOffersOverlap, ""},
		"always twice":   {[]catalog.Offer{{Region: "KR"}, {Region: "KR"}}, catalog.ErrOffersOverlap, ""},
		"neighbours":     {[]catalog.Offer{{Region: "KR", From: hour(1), Until: hour(3)}, {Region: "KR", From: hour(3)}}, nil, ""},
		"other regions":  {[]catalog.Offer{{Region: "KR"}, {Region: "001"}, {Region: "JP"}}, nil, ""},
		"no region":      {[]catalog.Offer{{Region: "XX"}}, catalog.ErrOffersInvalid, "/offers/0/region"},
		"backwards":      {[]catalog.Offer{{Region: "KR", From: hour(2), Until: hour(2)}}, catalog.ErrOffersInvalid, "/offers/0/until"},
		"nothing to pay": {[]catalog.Offer{{Region: "KR", Price: krw(0)}}, catalog.ErrOffersInvalid, "/offers/0/price/amount"},
		"too much":       {[]catalog.Offer{{Region: "KR", Price: krw(catalog.MaxPrice + 1)}}, catalog.ErrOffersInvalid, "/offers/0/price/amount"},
		"no currency":    {[]catalog.Offer{{Region: "KR", Price: &catalog.Price{Amount: 1, Currency: "WON"}}}, catalog.ErrOffersInvalid, "/offers/0/price/currency"},
		"no audience":    {[]catalog.Offer{{Region: "KR", Audience: "fans"}}, catalog.ErrOffersInvalid, "/offers/0/audience"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.SetOffers(ctx, operator, at, test.offers)
			want(t, err, test.want)
			if test.field != "" && fault.As(err).Fields()[0].Pointer != test.field {
				t.Errorf("fields: %v", fault.As(err).Fields())
			}
		})
	}
	_, err := s.SetOffers(ctx, operator, at, []catalog.Offer{{Region: "KR", Price: krw(2500)}})
	must(t, err)
	wave := catalog.Wave{Name: "asia", Regions: []string{"JP", "ID"}, From: hour(5), Audience: catalog.Everyone}
	draft, err := s.SetWaves(ctx, operator, at, []catalog.Wave{wave})
	must(t, err)
	wave.Regions = []string{"ID", "JP"}
	if diff := cmp.Diff([]catalog.Wave{wave}, catalog.WavesOf(draft.Offers)); diff != "" {
		t.Error(diff)
	}
	_, err = s.front(t, "JP", "ja").Pack("moon")
	want(t, err, catalog.ErrPackNotOffered)
	facts := fault.As(err).Facts()
	if diff := cmp.Diff(map[string]any{"pack": pack.ID, "region": "JP", "offered_in": []string{"KR"}, "opens_at": "2026-09-01T05:00:00Z"}, facts); diff != "" {
		t.Error(diff)
	}
	_, err = s.publisher.Terms("moon", "MY")
	want(t, err, catalog.ErrPackNotOffered)
	s.now = hour(5)
	must(t, s.publisher.Refresh(ctx))
	listing, err := s.front(t, "JP", "ja").Pack("moon")
	must(t, err)
	if listing.Terms.Price != nil || listing.Terms.State != catalog.OfferOpen {
		t.Errorf("terms %+v", listing.Terms)
	}
	draft, err = s.SetOffers(ctx, operator, at, nil)
	must(t, err)
	if len(draft.Offers) != 2 {
		t.Errorf("the wave went with the offers: %v", draft.Offers)
	}
}
