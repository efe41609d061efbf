package catalog_test

import (
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// TestLookalikesAreNamedToThoseWhoMaySeeThem: before a pack is on sale only its designer and staff may know
// that it is there.
func TestLookalikesAreNamedToThoseWhoMaySeeThem(t *testing.T) {
	s := newShop(t)
	for slug, account := range map[string]string{"moon-studio": "acc_designer", "sun-studio": "acc_stranger"} {
		_, err := s.CreateCreator(ctx, operator, catalog.Creator{Slug: slug, Name: slug, Account: account})
		must(t, err)
	}
	s.deriver.print = assets.Print{Light: 0x1234_5678_9abc_def0, Shape: 3, Colour: 5}
	_, err := s.Import(ctx, operator, s.file(t, "moon", 1))
	must(t, err)
	s.deriver.print.Light ^= 1 | 1<<63
	copied := s.file(t, "sun", 1)
	copied.Creator = "sun-studio"
	_, err = s.Import(ctx, operator, copied)
	must(t, err)
	told := func(by catalog.By, code, measured, limit string) {
		t.Helper()
		r, err := s.Report(ctx, by, "sun")
		must(t, err)
		for _, f := range r.Findings {
			if f.Code == code && f.Sticker == "s0" && f.Measured == measured && f.Limit == limit {
				return
			}
		}
		t.Errorf("%s was not told %s: %+v", by.Account, code, r.Findings)
	}
	told(stranger, "duplicate-hidden", "", "")
	told(seeing(stranger), "duplicate-in-store", "moon", "s0")
	told(operator, "duplicate-in-store", "moon", "s0")
	_, err = s.Submit(ctx, operator, catalog.Target{Pack: "sun"})
	must(t, err)
	examined, err := s.Examine(ctx, operator, "sun")
	must(t, err)
	if !slices.ContainsFunc(examined.Findings, func(f packfile.Finding) bool { return f.Code == "duplicate-in-store" }) {
		t.Errorf("the reviewer was told %+v", examined.Findings)
	}
	s.sell(t, s.file(t, "moon", 1))
	told(stranger, "duplicate-in-store", "moon", "s0")
}

// TestWhatIsSaidIsSaidInEveryLanguage: a sticker with words in it is missed where it has no picture.
func TestWhatIsSaidIsSaidInEveryLanguage(t *testing.T) {
	s := newShop(t)
	f := s.file(t, "moon", 2)
	f.Title["id"] = "Kelinci Bulan"
	for i := range f.Stickers {
		f.Stickers[i].Says = true
		f.Stickers[i].Images = map[i18n.Locale]packfile.Image{"en": {SHA256: f.Stickers[i].SHA256}}
	}
	f.Stickers[1].Images["id"] = f.Stickers[1].Images["en"]
	_, err := s.Import(ctx, operator, f)
	must(t, err)
	r, err := s.Report(ctx, operator, "moon")
	must(t, err)
	var told []packfile.Finding
	for _, f := range r.Findings {
		if f.Code == "says-untranslated" {
			told = append(told, f)
		}
	}
	if len(told) != 1 || told[0].Sticker != "s0" || told[0].Measured != "id" {
		t.Errorf("%+v", told)
	}
	says := false
	draft, err := s.Draft(ctx, operator, "moon")
	must(t, err)
	draft, err = s.UpdateSticker(ctx, operator, catalog.Target{Pack: "moon"}, draft.Stickers[0].ID, catalog.StickerPatch{Says: &says})
	must(t, err)
	if draft.Stickers[0].Says || !draft.Stickers[1].Says {
		t.Error("it is not kept what a sticker says")
	}
}
