package catalog_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/i18n/translation/translationtest"
)

var (
	mina = translator("acc_mina")
	oleg = translator("acc_oleg")
)

func translator(account string) catalog.By {
	return catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: account, Roles: []accounts.Role{accounts.Translator}}}
}

// desk is where translators word the packs of a shop.
type desk struct {
	*shop
	words *translation.Service
}

func newDesk(t *testing.T) desk {
	t.Helper()
	s := newShop(t)
	files := i18n.Open(i18n.Config{Log: slog.New(slog.DiscardHandler)})
	return desk{s, translation.NewService(files, s.Translated(), &translationtest.Store{}, func() time.Time { return s.now })}
}

func (d desk) message(t *testing.T, locale i18n.Locale, id string) translation.Translation {
	t.Helper()
	m, err := d.words.Message(ctx, translation.Part{Project: "packs", Locale: locale, Message: id})
	must(t, err)
	return m
}

// write changes a word as it is now.
func (d desk) write(t *testing.T, locale i18n.Locale, id, text string) translation.Translation {
	t.Helper()
	d.now = d.now.Add(time.Minute)
	m, err := d.words.Set(ctx, mina, translation.Edit{
		Part: translation.Part{Project: "packs", Locale: locale, Message: id}, Forms: translation.Forms{"other": text},
		Revision: d.message(t, locale, id).Revision, Origin: translation.Web,
	})
	must(t, err)
	return m
}

// shown is the title that readers see.
func (d desk) shown(t *testing.T, locale i18n.Locale) string {
	t.Helper()
	listing, err := d.front(t, "KR", locale).Pack("moon")
	must(t, err)
	detail, err := d.details.Detail(ctx, listing.Summary)
	must(t, err)
	if title := detail.Title([]i18n.Locale{locale}); title.Text != listing.Localized.Text {
		t.Errorf("list says %q, page %q", listing.Localized.Text, title.Text)
	}
	return listing.Localized.Text
}

func (d desk) retitle(t *testing.T, locale i18n.Locale, title string) {
	t.Helper()
	d.now = d.now.Add(time.Minute)
	_, err := d.UpdateDraft(ctx, operator, catalog.Target{Pack: "moon"}, catalog.DraftPatch{Title: map[i18n.Locale]string{locale: title}})
	must(t, err)
}

// TestATranslationOfAPackIsSeenAtOnce: in the draft, in the storefront, in search; and by its state.
func TestATranslationOfAPackIsSeenAtOnce(t *testing.T) {
	d := newDesk(t)
	pack := d.sell(t, d.file(t, "moon", 1))
	id := pack.ID + ".title"
	before := d.message(t, "ja", id)
	if before.State != translation.Untranslated || before.Source.Text() != "달토끼 moon" || before.From != "ko" || before.Pack != "moon" {
		t.Errorf("before: %+v", before)
	}
	after := d.write(t, "ja", id, "  月うさぎ ")
	if after.State != translation.Translated || after.Target.Text() != "月うさぎ" {
		t.Errorf("after: %+v", after)
	}
	if got := d.shown(t, "ja"); got != "月うさぎ" {
		t.Errorf("readers see %q", got)
	}
	draft, err := d.Draft(ctx, operator, "moon")
	must(t, err)
	if got := draft.Words.Of(catalog.WordTitle)["ja"]; got != "月うさぎ" {
		t.Errorf("the draft says %q", got)
	}
	reviewed, err := d.words.Judge(ctx, oleg, translation.Verdict{Part: after.Part, Revision: after.Revision, Approved: true})
	must(t, err)
	if reviewed.State != translation.Reviewed {
		t.Errorf("reviewed: %+v", reviewed)
	}
	_, err = d.words.Judge(ctx, mina, translation.Verdict{Part: after.Part, Revision: after.Revision, Approved: true})
	if err != nil && !errors.Is(err, translation.ErrOwnReview) {
		t.Errorf("own review: %v", err)
	}
	removed := d.write(t, "ja", id, "")
	if removed.State != translation.Untranslated || d.shown(t, "ja") == "月うさぎ" {
		t.Errorf("removed: %+v", removed)
	}
}

// TestUnapprovedChangesAreNotTranslatedIntoTheStore: what a designer changed and nobody approved has translations,
// which go on sale with it.
func TestUnapprovedChangesAreNotTranslatedIntoTheStore(t *testing.T) {
	d := newDesk(t)
	pack := d.sell(t, d.file(t, "moon", 1))
	d.write(t, "ja", pack.ID+".title", "月うさぎ")
	d.retitle(t, "ko", "보름달 토끼")
	if m := d.message(t, "ja", pack.ID+".title"); !m.Stale || m.State != translation.NeedsWork {
		t.Errorf("the source has changed: %+v", m)
	}
	d.write(t, "ja", pack.ID+".title", "満月うさぎ")
	if got := d.shown(t, "ja"); got != "月うさぎ" {
		t.Errorf("before the release: %q", got)
	}
	_, err := d.Publish(ctx, operator, catalog.Target{Pack: "moon"}, 0)
	must(t, err)
	if got := d.shown(t, "ja"); got != "満月うさぎ" {
		t.Errorf("with the release: %q", got)
	}
	_, err = d.Rollback(ctx, operator, catalog.Target{Pack: "moon"}, 1)
	must(t, err)
	if got := d.shown(t, "ja"); got != "月うさぎ" {
		t.Errorf("what was written for the release before comes back with it: %q", got)
	}
}

// TestWhatIsWrittenDuringAReviewGoesOnSale: a release is frozen, its translations are not.
func TestWhatIsWrittenDuringAReviewGoesOnSale(t *testing.T) {
	d := newDesk(t)
	imported, err := d.Import(ctx, operator, d.file(t, "moon", 1))
	must(t, err)
	id := imported.Draft.Pack.ID + ".title"
	_, err = d.words.Message(ctx, translation.Part{Project: "packs", Locale: "ja", Message: id})
	want(t, err, i18n.ErrMessageNotFound) // nobody has submitted it
	release, err := d.Submit(ctx, operator, catalog.Target{Pack: "moon"})
	must(t, err)
	d.write(t, "ja", id, "月うさぎ")
	d.retitle(t, "en", "A designer's later idea")
	_, err = d.Publish(ctx, operator, catalog.Target{Pack: "moon"}, release.Number)
	must(t, err)
	if ja, en := d.shown(t, "ja"), d.shown(t, "en"); ja != "月うさぎ" || en != "Moon Rabbit moon" {
		t.Errorf("readers see %q and %q", ja, en)
	}
}

// TestDesignerAndTranslatorAtOneWord: the later one is told of the three texts.
func TestDesignerAndTranslatorAtOneWord(t *testing.T) {
	d := newDesk(t)
	pack := d.sell(t, d.file(t, "moon", 1))
	seen := d.message(t, "en", pack.ID+".title")
	d.retitle(t, "en", "Rabbit in the Moon")
	_, err := d.words.Set(ctx, mina, translation.Edit{Part: seen.Part, Forms: translation.Forms{"other": "Lunar Rabbit"}, Revision: seen.Revision})
	want(t, err, translation.ErrStale)
	facts := fault.As(err).Facts()
	if diff := cmp.Diff(translation.Forms{"other": "Rabbit in the Moon"}, facts["theirs"]); diff != "" {
		t.Error(diff)
	}
	d.retitle(t, "ko", "다른 달토끼") // another word does not matter
	now := d.message(t, "en", pack.ID+".title")
	d.retitle(t, "ko", "또 다른 달토끼")
	_, err = d.words.Set(ctx, mina, translation.Edit{Part: seen.Part, Forms: translation.Forms{"other": "Lunar Rabbit"}, Revision: now.Revision, Origin: translation.Web})
	must(t, err)
	_, err = d.UpdateDraft(ctx, operator, catalog.Target{Pack: "moon", Version: pack.Version}, catalog.DraftPatch{Title: map[i18n.Locale]string{"en": "Mine"}})
	want(t, err, catalog.ErrPackStale)
}

// TestWordsThatAPackMayNotSay are refused for the form that was written.
func TestWordsThatAPackMayNotSay(t *testing.T) {
	d := newDesk(t)
	pack := d.sell(t, d.file(t, "moon", 1))
	for name, c := range map[string]struct {
		by    catalog.By
		forms translation.Forms
		want  error
	}{
		"too long":       {mina, translation.Forms{"other": string(make([]rune, 100)) + "月"}, translation.ErrFaulty},
		"long":           {mina, translation.Forms{"other": "月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ月うさぎ"}, catalog.ErrDraftInvalid},
		"a plural":       {mina, translation.Forms{"one": "月", "other": "月"}, translation.ErrFaulty},
		"hidden turn":    {mina, translation.Forms{"other": "月\u202eうさぎ"}, translation.ErrFaulty},
		"not translator": {designer, translation.Forms{"other": "月"}, accounts.ErrRoleMissing},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.words.Set(ctx, c.by, translation.Edit{
				Part: translation.Part{Project: "packs", Locale: "ja", Message: pack.ID + ".title"}, Forms: c.forms, Revision: "none",
			})
			want(t, err, c.want)
			for _, f := range fault.As(err).Fields() {
				if f.Pointer != "/forms/other" && f.Pointer != "/forms/one" {
					t.Errorf("field %+v", f)
				}
			}
		})
	}
	placeholder := d.write(t, "ja", pack.ID+".title", "{{月}} 100%")
	if placeholder.Target.Text() != "{{月}} 100%" {
		t.Errorf("words are literal: %+v", placeholder)
	}
}

// TestWordsOfPacksAreListed over packs, page by page, or of one.
func TestWordsOfPacksAreListed(t *testing.T) {
	d := newDesk(t)
	moon := d.sell(t, d.file(t, "moon", 1))
	d.sell(t, d.file(t, "sun", 1))
	d.write(t, "ja", moon.ID+".title", "月うさぎ")
	list := func(q translation.Query) (texts []string) {
		q.Locale, q.Limit = "ja", 2
		for {
			page, err := d.words.List(ctx, q)
			must(t, err)
			for _, m := range page.Messages {
				texts = append(texts, m.Source.Text())
			}
			if q.After = page.After; q.After == "" {
				return texts
			}
		}
	}
	for name, c := range map[string]struct {
		query translation.Query
		want  []string
	}{
		"all":      {translation.Query{Project: "packs"}, []string{"절", "절s0", "달토끼 moon", "절", "절s0", "달토끼 sun"}},
		"one pack": {translation.Query{Project: "packs.sun"}, []string{"절", "절s0", "달토끼 sun"}},
		"done":     {translation.Query{Project: "packs", State: translation.Translated}, []string{"달토끼 moon"}},
		"left":     {translation.Query{Project: "packs", State: translation.Untranslated}, []string{"절", "절s0", "절", "절s0", "달토끼 sun"}},
		"text":     {translation.Query{Project: "packs", Text: "토끼 S"}, []string{"달토끼 sun"}},
		"found":    {translation.Query{Project: "packs", Check: "Q01"}, nil},
	} {
		if diff := cmp.Diff(c.want, list(c.query)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	progress, err := d.words.Progress(ctx, "packs")
	must(t, err)
	one, err := d.words.Progress(ctx, "packs.moon")
	must(t, err)
	if len(progress) != 2 || progress[1].Locale != "ja" || progress[1].Total != 6 || one[1].Total != 3 || one[1].States[translation.Translated] != 1 {
		t.Errorf("progress: %+v, %+v", progress, one)
	}
	_, err = d.words.Progress(ctx, "packs.nothing")
	want(t, err, i18n.ErrProjectNotFound)
}
