package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// lookalikes is a shop of two designers, moon-studio's and sun-studio's, whose pictures all look alike.
func lookalikes(t *testing.T) *shop {
	s := newShop(t)
	for slug, account := range map[string]string{"moon-studio": designer.Account, "sun-studio": stranger.Account} {
		_, err := s.CreateCreator(ctx, operator, catalog.Creator{Slug: slug, Name: slug, Account: account})
		must(t, err)
	}
	s.deriver.print = assets.Print{Light: 0x1234_5678_9abc_def0, Shape: 3, Colour: 5}
	return s
}

// warned checks what is said of the sticker s0 of the pack "sun", the lookalike first; nothing where code is "".
func (s *shop) warned(t *testing.T, by catalog.By, code, pack, sticker string) {
	t.Helper()
	r, err := s.Report(ctx, by, "sun")
	must(t, err)
	got := packfile.Finding{}
	for _, f := range r.Findings {
		if strings.HasPrefix(f.Code, "duplicate-") && f.Code != "duplicate-in-pack" && f.Sticker == "s0" {
			got = f
		}
	}
	if got.Code != code || got.Measured != pack || got.Limit != sticker {
		t.Errorf("%s was told %+v, not %s %s %s", by.Account, got, code, pack, sticker)
	}
}

// TestLookalikesAreNamedToThoseWhoMaySeeThem: before a pack is on sale only its designer and staff may know
// that it is there.
func TestLookalikesAreNamedToThoseWhoMaySeeThem(t *testing.T) {
	s := lookalikes(t)
	_, err := s.Import(ctx, operator, s.file(t, "moon", 1))
	must(t, err)
	s.deriver.print.Light ^= 1 | 1<<63
	copied := s.file(t, "sun", 1)
	copied.Creator = "sun-studio"
	_, err = s.Import(ctx, operator, copied)
	must(t, err)
	s.warned(t, stranger, "duplicate-hidden", "", "")
	s.warned(t, seeing(stranger), "duplicate-in-store", "moon", "s0")
	s.warned(t, operator, "duplicate-in-store", "moon", "s0")
	_, err = s.Submit(ctx, operator, catalog.Target{Pack: "sun"})
	must(t, err)
	examined, err := s.Examine(ctx, operator, "sun")
	must(t, err)
	if !slices.ContainsFunc(examined.Findings, func(f packfile.Finding) bool { return f.Code == "duplicate-in-store" }) {
		t.Errorf("the reviewer was told %+v", examined.Findings)
	}
	s.sell(t, s.file(t, "moon", 1))
	s.warned(t, stranger, "duplicate-in-store", "moon", "s0")
}

// TestOwnLookalikesAreSilent: a designer may draw what they drew before, under another name too.
func TestOwnLookalikesAreSilent(t *testing.T) {
	s := lookalikes(t)
	_, err := s.Import(ctx, operator, s.file(t, "moon", 1))
	must(t, err)
	_, err = s.CreateCreator(ctx, operator, catalog.Creator{Slug: "moon-too", Name: "Moon Too", Account: designer.Account})
	must(t, err)
	for _, creator := range []string{"moon-studio", "moon-too"} {
		again := s.file(t, "sun", 1)
		again.Creator = creator
		_, err = s.Import(ctx, operator, again)
		must(t, err)
		s.warned(t, designer, "", "", "")
		s.warned(t, operator, "", "", "")
	}
}

// TestUnreleasedLookalikesAreHidden: of a pack on sale too, what its designer draws next is nobody's business.
func TestUnreleasedLookalikesAreHidden(t *testing.T) {
	s := lookalikes(t)
	print := s.deriver.print
	s.deriver.print = assets.Print{Light: ^print.Light}
	s.sell(t, s.file(t, "moon", 1))
	s.deriver.print = print
	_, err := s.Import(ctx, operator, s.file(t, "moon", 2)) // with s1, which looks like s0 of sun
	must(t, err)
	copied := s.file(t, "sun", 1)
	copied.Creator = "sun-studio"
	_, err = s.Import(ctx, operator, copied)
	must(t, err)
	s.warned(t, stranger, "duplicate-hidden", "", "")
	s.warned(t, operator, "duplicate-in-store", "moon", "s1")
	_, err = s.Publish(ctx, operator, catalog.Target{Pack: "moon"}, 0)
	must(t, err)
	s.warned(t, stranger, "duplicate-in-store", "moon", "s1")
	renamed := "not-yet-released"
	draft, err := s.Draft(ctx, designer, "moon")
	must(t, err)
	_, err = s.UpdateSticker(ctx, designer, catalog.Target{Pack: "moon"}, draft.Stickers[1].ID, catalog.StickerPatch{Shortcode: &renamed})
	must(t, err)
	s.warned(t, stranger, "duplicate-in-store", "moon", "s1")
	s.warned(t, operator, "duplicate-in-store", "moon", renamed)
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
