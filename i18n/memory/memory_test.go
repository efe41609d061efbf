package memory_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/memory/memorytest"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// shelf has projects of which one message was sent back.
type shelf struct {
	bundle *i18n.Bundle
	bad    string
}

func (s shelf) Current() *i18n.Bundle { return s.bundle }

func (s shelf) Some(_ context.Context, project string, locale i18n.Locale, ids []string) ([]translation.Translation, error) {
	p, err := s.bundle.Project(project)
	if err != nil {
		return nil, err
	}
	m := translation.Translation{
		Part: translation.Part{Project: project, Locale: locale, Message: ids[0]}, From: p.Source(), State: translation.Translated,
		Source: p.Own(p.Source(), ids[0]), Target: p.Own(locale, ids[0]),
	}
	if ids[0] == s.bad {
		m.State = translation.NeedsWork
	}
	return []translation.Translation{m}, nil
}

func project(t testing.TB, name string, texts map[i18n.Locale]map[string]string) *i18n.Project {
	t.Helper()
	c := i18n.Content{Name: name, Source: "en", Messages: map[i18n.Locale][]*i18n.Message{}}
	for locale, said := range texts {
		for id, text := range said {
			c.Messages[locale] = append(c.Messages[locale], &i18n.Message{ID: id, Forms: translation.Forms{"other": text}})
		}
	}
	p, err := i18n.NewProject(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newShelf(t *testing.T) shelf {
	return shelf{i18n.NewBundle(
		project(t, "app", map[i18n.Locale]map[string]string{
			"en": {"buy": "Buy the pack", "sell": "Sell the pack", "bad": "Buy this pack", "far": "Good morning", "cat": "猫が好き"},
			"ko": {"sell": "팩 팔기", "bad": "이 팩 사기", "far": "좋은 아침", "cat": "고양이가 좋아"},
		}),
		project(t, "web", map[i18n.Locale]map[string]string{
			"en": {"shop.buy": "Buy the pack", "shop.two": "Buy the pack", "other": "Buy the packs"}, "ko": {"shop.buy": "팩 사기", "shop.two": "팩 사기", "other": "팩들 사기"}, "ja": {"shop.buy": "買う"},
		}),
	), "bad"}
}

func TestWhatIsAlike(t *testing.T) {
	s := newShelf(t)
	m := memory.New(s, s, &memorytest.Store{}, time.Now)
	for _, c := range []struct {
		project, text string
		locale        i18n.Locale
		want          string
	}{
		{"app", "Buy the pack", "ko", "web/shop.buy 100 팩 사기, web/other 93 팩들 사기, app/sell 70 팩 팔기"},
		{"app", "Buy the pack", "ja", "web/shop.buy 100 買う"},
		{"app", "Nothing of the sort", "ko", ""},
		{"app", "猫が好きだ", "ko", "app/cat 80 고양이가 좋아"},
		{"app", "", "ko", ""},
		{"app", "Buy the pack", "en", ""},
	} {
		of := translation.Translation{
			Part: translation.Part{Project: c.project, Locale: c.locale, Message: "buy"}, From: "en",
			Source: &i18n.Message{ID: "buy", Forms: translation.Forms{"other": c.text}},
		}
		found, err := m.Like(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s/%s %d %s", f.Project, f.Message, f.Percent, f.Forms["other"]))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s %s: %s, want %s", c.locale, c.text, text, c.want)
		}
	}
}

// large is 40 locales of 5,000 messages of a few words each.
func large(b *testing.B) shelf {
	words := strings.Fields("buy sell show hide pack sticker price order account language region today never always delete upload open close search")
	texts := map[i18n.Locale]map[string]string{"en": {}}
	for n := range 5000 {
		texts["en"][fmt.Sprintf("m%d", n)] = fmt.Sprintf("%s the %s of your %s %d in the %s", words[n%19], words[n/19%19], words[n/361%19], n, words[n/7%19])
	}
	for _, locale := range strings.Fields("ko ja th vi id ms fil ar es de fr it pt nl sv da fi nb pl cs sk hu ro bg el tr uk ru he hi bn ta te ur fa sw zh-Hans zh-Hant ca") {
		texts[i18n.Locale(locale)] = texts["en"]
	}
	return shelf{i18n.NewBundle(project(b, "app", texts)), ""}
}

func BenchmarkLike(b *testing.B) {
	s := large(b)
	of := translation.Translation{
		Part: translation.Part{Project: "app", Locale: "ko", Message: "new"}, From: "en",
		Source: &i18n.Message{ID: "new", Forms: translation.Forms{"other": "buy the sticker of your order 77 in the region"}},
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			if _, err := memory.New(s, s, &memorytest.Store{}, time.Now).Like(b.Context(), of); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("later", func(b *testing.B) {
		m := memory.New(s, s, &memorytest.Store{}, time.Now)
		for b.Loop() {
			found, err := m.Like(b.Context(), of)
			if err != nil || len(found) == 0 {
				b.Fatal(err, found)
			}
		}
	})
}
