package glossary

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
)

const file = `# what the app says of itself
source: en
glossary: # words
  # the small pictures
  - {term: sticker, in: {ko: [스티커]}, never: {ko: [딱지]}}   # kept as it is
  - term: pack
    in:
      ko: ["팩"] # short

  # to be asked
  - term: coin
    note: "money"

# how to write
style: {ko: Speak politely.}
`

func read(t *testing.T, data string) check.Project {
	t.Helper()
	p, found := check.ReadProject("project.yaml", []byte(data))
	if check.Failed(found) {
		t.Fatalf("%+v\n%s", found, data)
	}
	return p
}

func TestOnlyTheTermChanges(t *testing.T) {
	terms := read(t, file).Glossary
	pack := check.Term{Source: "pack", Targets: map[string][]string{"ko": {"팩", "묶음"}, "no": {"yes: #1"}}, Note: "- of stickers"}
	for name, c := range map[string]struct {
		after []check.Term
		want  string
	}{
		"nothing": {terms, file},
		"one in the middle": {[]check.Term{terms[0], pack, terms[2]}, `# what the app says of itself
source: en
glossary: # words
  # the small pictures
  - {term: sticker, in: {ko: [스티커]}, never: {ko: [딱지]}}   # kept as it is
  - term: pack
    in: {ko: [팩, 묶음], "no": ['yes: #1']}
    note: '- of stickers'

  # to be asked
  - term: coin
    note: "money"

# how to write
style: {ko: Speak politely.}
`},
		"one more and one less": {[]check.Term{terms[1], terms[2], {Source: "shop"}}, `# what the app says of itself
source: en
glossary: # words
  - term: pack
    in:
      ko: ["팩"] # short

  # to be asked
  - term: coin
    note: "money"
  - term: shop

# how to write
style: {ko: Speak politely.}
`},
		"none": {nil, `# what the app says of itself
source: en
glossary: []

# how to write
style: {ko: Speak politely.}
`},
	} {
		got, err := written([]byte(file), read(t, file), c.after)
		if d := cmp.Diff(c.want, string(got)); err != nil || d != "" {
			t.Errorf("%s: %v\n%s", name, err, d)
		}
	}
}

func TestFilesOfAllKindsAreWritten(t *testing.T) {
	term := check.Term{Source: "new", Targets: map[string][]string{"ar": {"جديد"}}}
	for before, want := range map[string]string{
		"":                                 "glossary:\n  - term: new\n    in: {ar: [جديد]}\n",
		"source: en":                       "source: en\nglossary:\n  - term: new\n    in: {ar: [جديد]}\n",
		"# alone\n":                        "# alone\nglossary:\n  - term: new\n    in: {ar: [جديد]}\n",
		"glossary:\nsource: en\n":          "glossary:\n  - term: new\n    in: {ar: [جديد]}\nsource: en\n",
		"glossary: []\r\nsource: en\r\n":   "glossary:\r\n  - term: new\r\n    in: {ar: [جديد]}\r\nsource: en\r\n",
		"glossary: [{term: a}]\nkeep: [b]": "glossary:\n  - term: a\n  - term: new\n    in: {ar: [جديد]}\nkeep: [b]",
		"glossary:\n- term: a":             "glossary:\n- term: a\n- term: new\n  in: {ar: [جديد]}\n",
		"glossary:\n  -\n    term: a\n":    "glossary:\n  - term: a\n  - term: new\n    in: {ar: [جديد]}\n",
	} {
		settings := read(t, before)
		got, err := written([]byte(before), settings, append(settings.Glossary, term))
		if d := cmp.Diff(want, string(got)); err != nil || d != "" {
			t.Errorf("%q: %v\n%s", before, err, d)
		}
	}
	for _, before := range []string{"{source: en}", "{glossary: [{term: a}]}\n",
		"glossary:\n  - term: a\n    note: |\n      x\n      # y\nsource: en\n", // whose last line looks like a comment
	} {
		settings := read(t, before)
		if got, err := written([]byte(before), settings, append(settings.Glossary, term)); err == nil {
			t.Errorf("%q became %q", before, got)
		}
	}
}

func TestWhoMayChangeWhat(t *testing.T) {
	by := func(locales ...string) accounts.By {
		actor := accounts.Actor{Kind: accounts.KindAccount, Account: "acc_1", Roles: []accounts.Role{accounts.Translator}}
		for _, l := range locales {
			actor.Locales = append(actor.Locales, language.Make(l))
		}
		return accounts.By{Actor: actor}
	}
	a := check.Term{Source: "a", Targets: map[string][]string{"ko": {"ㄱ"}}}
	other, noted := a, a
	other.Targets = map[string][]string{"ko": {"가"}}
	noted.Note = "n"
	for _, c := range []struct {
		by    accounts.By
		after []check.Term
		good  bool
	}{
		{by(), []check.Term{noted}, true},
		{by(), nil, true},
		{by("ko"), []check.Term{other}, true},
		{by("ja"), []check.Term{other}, false},
		{by("ko"), []check.Term{noted}, false},
		{by("ko"), nil, false},
		{by("ko"), []check.Term{a, {Source: "b"}}, false},
		{by("en"), []check.Term{a, {Source: "b"}}, true},
	} {
		err := mayChange(c.by, "en", []check.Term{a}, c.after)
		if (err == nil) != c.good {
			t.Errorf("%v to %v: %v", c.by.Locales, c.after, err)
		}
	}
}

func TestConceptsAreMerged(t *testing.T) {
	by := accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Roles: []accounts.Role{accounts.Translator}}}
	terms := []check.Term{{Source: "sticker", Targets: map[string][]string{"ko": {"스티커"}}, Forbidden: map[string][]string{"ko": {"딱지"}}}}
	var done Imported
	for _, c := range []format.Concept{
		{Note: "a\n picture", Terms: []format.ConceptTerm{{Tag: "en-US", Text: "sticker"}, {Tag: "ko", Text: "딱지"}, {Tag: "ko_KR", Text: "스티커"}, {Tag: "ja", Text: "スタンプ"}}},
		{Terms: []format.ConceptTerm{{Tag: "en", Text: "sticker"}, {Tag: "ko", Text: "스티커"}}},
		{Terms: []format.ConceptTerm{{Tag: "en", Text: "coin"}, {Tag: "ko", Text: "동전", Never: true}}},
		{Terms: []format.ConceptTerm{{Tag: "ko", Text: "돈"}}},
	} {
		terms = done.merge(by, "en", terms, c)
	}
	want := []check.Term{
		{Source: "sticker", Note: "a picture", Targets: map[string][]string{"ko": {"스티커"}, "ja": {"スタンプ"}, "ko-KR": {"스티커"}}, Forbidden: map[string][]string{"ko": {"딱지"}}},
		{Source: "coin", Forbidden: map[string][]string{"ko": {"동전"}}},
	}
	if d := cmp.Diff(want, terms); d != "" || done != (Imported{Added: 1, Changed: 1, Same: 1, Skipped: 1}) {
		t.Errorf("%+v\n%s", done, d)
	}
}
