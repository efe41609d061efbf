package memory_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/memory/memorytest"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// translator may word all locales.
var translator = accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_1", Roles: []accounts.Role{accounts.Translator}}}

// tmx is a memory of units, each texts by tag in turn.
func tmx(source string, units ...[]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<tmx version="1.4"><header creationtool="trial" srclang="%s"/><body>`, source)
	for _, unit := range units {
		b.WriteString("<tu>")
		for n := 0; n < len(unit); n += 2 {
			fmt.Fprintf(&b, `<tuv xml:lang="%s"><seg>%s</seg></tuv>`, unit[n], unit[n+1])
		}
		b.WriteString("</tu>")
	}
	b.WriteString("</body></tmx>")
	return []byte(b.String())
}

func bring(t testing.TB, m *memory.Memory, locale i18n.Locale, data []byte) (memory.Imported, error) {
	t.Helper()
	return m.Import(t.Context(), translator, memory.File{Project: "app", Locale: locale, Name: "old.tmx", Data: data})
}

func TestWhichUnitsAreTaken(t *testing.T) {
	for _, c := range []struct {
		locale  i18n.Locale
		unit    []string
		want    string
		refused bool
	}{
		{"ko", []string{"en", "a", "ko", "b"}, "b", false},
		{"ko", []string{"en-US", "a", "ko-KR", "b"}, "b", false},
		{"ko", []string{"EN_us", "a", "ko_KR", "b"}, "b", false},
		{"ko", []string{"en-GB", "no", "en", "a", "ko", "b"}, "b", false},
		{"pt-BR", []string{"en", "a", "pt-PT", "no", "pt", "b"}, "b", false},
		{"pt-BR", []string{"en", "a", "pt-PT", "no"}, "", true},
		{"zh-Hans", []string{"en", "a", "zh-TW", "no", "zh-CN", "b"}, "b", false},
		{"ko", []string{"en", "a", "ja", "b"}, "", true},
		{"ko", []string{"fr", "a", "ko", "b"}, "", true},
		{"ko", []string{"", "a", "!", "b"}, "", true},
		{"en", []string{"en", "a", "en-US", "b"}, "", true},
	} {
		s := newShelf(t)
		m := memory.New(s, s, &memorytest.Store{}, time.Now)
		_, err := bring(t, m, c.locale, tmx("en", c.unit))
		if errors.Is(err, memory.ErrWrongLanguages) != c.refused || !c.refused && err != nil {
			t.Errorf("%s %v: %v", c.locale, c.unit, err)
		}
		found := like(t, m, c.locale, "a")
		if len(found) > 0 && found[0].Forms["other"] != c.want || len(found) == 0 && c.want != "" {
			t.Errorf("%s %v: %+v", c.locale, c.unit, found)
		}
	}
}

func like(t testing.TB, m *memory.Memory, locale i18n.Locale, text string) []memory.Match {
	t.Helper()
	found, err := m.Like(t.Context(), translation.Translation{
		Part: translation.Part{Project: "app", Locale: locale, Message: "new"}, From: "en",
		Source: &i18n.Message{ID: "new", Forms: translation.Forms{"other": text}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestImportsAreOnceAndSuggested(t *testing.T) {
	s, store := newShelf(t), &memorytest.Store{}
	m := memory.New(s, s, store, time.Now)
	first, err := bring(t, m, "ko", tmx("en", []string{"en", "Buy the pack", "ko", "팩 사기"}, []string{"en", "Buy the pack", "ko", "팩을 사요"}, []string{"en", "Buy the pack", "ko", "팩을 사요"},
		[]string{"en", "Buy the pack", "ja", "買う"}, []string{"en", strings.Repeat("long", 1000), "ko", "긴"}))
	if err != nil || first.Units != 2 || first.Known != 1 || first.Skipped != 2 {
		t.Fatal(first, err)
	}
	second, err := bring(t, m, "ko", tmx("en", []string{"en", "Buy the pack", "ko", "팩을 사요"}, []string{"en", "Buy this pack!", "ko", "이 팩을 사요!"}))
	if err != nil || second.Units != 1 || second.Known != 1 {
		t.Fatal(second, err)
	}
	said := func() string {
		var all []string
		for _, f := range like(t, m, "ko", "Buy the pack") {
			from := f.Project + "/" + f.Message
			if f.Import != nil {
				from = f.Import.Name
			}
			all = append(all, fmt.Sprintf("%s %d %s", from, f.Percent, f.Forms["other"]))
		}
		return strings.Join(all, ", ")
	}
	// What the store says itself comes first, and not twice.
	if got, want := said(), "web/shop.buy 100 팩 사기, old.tmx 100 팩을 사요, web/other 93 팩들 사기, old.tmx 79 이 팩을 사요!, app/sell 70 팩 팔기"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	_, err = bring(t, m, "ko", tmx("en", []string{"en", "Buy the pack", "ko", "팩을 사요"}))
	if !errors.Is(err, memory.ErrNothingNew) {
		t.Error(err)
	}
	if err := m.Remove(t.Context(), translator, "web", first.ID); !errors.Is(err, memory.ErrImportNotFound) {
		t.Error("of another project:", err)
	}
	if err := m.Remove(t.Context(), translator, "app", first.ID); err != nil {
		t.Fatal(err)
	}
	if got := said(); strings.Contains(got, "팩을 사요,") || !strings.Contains(got, "이 팩을 사요!") {
		t.Error("forgotten:", got)
	}
	if len(store.Audit) != 3 || store.Audit[2].Action != "memory.remove" {
		t.Errorf("%+v", store.Audit)
	}
}

func TestPacksAreRememberedByTheFilesLanguage(t *testing.T) {
	s := newShelf(t)
	m := memory.New(s, s, &memorytest.Store{}, time.Now)
	file := memory.File{Project: "packs.moon", Locale: "en", Data: tmx("ko", []string{"ko", "달토끼", "en", "Moon rabbit"})}
	one, err := m.Import(t.Context(), translator, file)
	if err != nil || one.Project != "packs" || one.From != "ko" || one.Name != "TMX" {
		t.Fatal(one, err)
	}
	file.Data = tmx("*all*", []string{"ko", "달토끼", "en", "Moon rabbit"})
	if _, err = m.Import(t.Context(), translator, file); !errors.Is(err, memory.ErrWrongLanguages) {
		t.Error(err)
	}
}

// busy is a store in which others always come first, n times.
type busy struct {
	*memorytest.Store
	n int
}

func (s *busy) Imports(ctx context.Context, project string, locale i18n.Locale) ([]memory.Import, error) {
	found, err := s.Store.Imports(ctx, project, locale)
	if s.n--; s.n >= 0 {
		found = nil
	}
	return found, err
}

func TestTwoImportsAtOnce(t *testing.T) {
	s := newShelf(t)
	store := &busy{Store: &memorytest.Store{}}
	m := memory.New(s, s, store, time.Now)
	data := func(n int) []byte { return tmx("en", []string{"en", fmt.Sprint("a", n), "ko", "b"}) }
	for n, c := range []struct {
		busy int
		want error
	}{{0, nil}, {2, nil}, {100, memory.ErrChanged}} {
		store.n = c.busy
		if _, err := bring(t, m, "ko", data(n)); !errors.Is(err, c.want) {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// BenchmarkImported looks a text up among 200,000 units of other programs that came with 20 files.
func BenchmarkImported(b *testing.B) {
	s, store := large(b), &memorytest.Store{}
	m := memory.New(s, s, store, time.Now)
	words := strings.Fields("buy sell show hide pack sticker price order account language region today never always delete upload open close search")
	for file := range 20 {
		var units [][]string
		for n := range 10_000 {
			k := file*10_000 + n
			units = append(units, []string{"en", fmt.Sprintf("%s a %s of our %s %d from the %s", words[k%19], words[k/19%19], words[k/361%19], k, words[k/7%19]), "ko", fmt.Sprint("글 ", k)})
		}
		if _, err := bring(b, m, "ko", tmx("en", units...)); err != nil {
			b.Fatal(err)
		}
	}
	for name, text := range map[string]string{"fuzzy": "buy a sticker of our order 77 from the region", "exact": "sell a pack of our sticker 123457 from the open", "other": "Good morning, dear translator"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				like(b, m, "ko", text)
			}
		})
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			like(b, memory.New(s, s, store, time.Now), "ko", "buy a sticker of our order 77 from the region")
		}
	})
}
