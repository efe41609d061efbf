package check_test

import (
	"reflect"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
)

// TestRereadSaysWhatReadingDoes: what is known of a file saves work, and changes nothing of what is read.
func TestRereadSaysWhatReadingDoes(t *testing.T) {
	const name = "app/active.ko.toml"
	before := check.ReadFile(name, []byte("a = \"A\"\nb = \"B {{.X}}\"\nc = \"C\"\n[d]\none = \"1\"\nother = \"D\"\n[e]\ndescription = \"of e\"\nother = \"E\"\n"))
	for what, text := range map[string]string{
		"as it was":        "a = \"A\"\nb = \"B {{.X}}\"\nc = \"C\"\n[d]\none = \"1\"\nother = \"D\"\n[e]\ndescription = \"of e\"\nother = \"E\"\n",
		"another text":     "a = \"A\"\nb = \"Bee {{.X}}\"\nc = \"C\"\n",
		"one more":         "a = \"A\"\naa = \"AA\"\nb = \"B {{.X}}\"\nc = \"C\"\nz = \"Z\"\n",
		"another order":    "c = \"C\"\nb = \"B {{.X}}\"\na = \"A\"\n",
		"more than a text": "[a]\nother = \"A\"\ndescription = \"of a\"\n[b]\nhash = \"sha1-x\"\nother = \"B {{.X}}\"\n[c]\none = \"C\"\nother = \"C\"\n",
		"less than one":    "a = \"\"\nb = 3\nc = \"C\"\nd = \"D\"\ne = \"E\"\n",
		"empty":            "",
		"broken":           "a = \"A",
	} {
		want := check.ReadFile(name, []byte(text))
		known := check.Known{Messages: before.Messages}
		if document, err := format.ReadDocument(name, []byte(text)); err == nil {
			known.Root = document.Root()
		}
		for _, m := range [...]check.File{check.Reread(name, []byte(text), check.Known{Messages: before.Messages}), check.Reread(name, []byte(text), known)} {
			same := len(m.Messages) == len(want.Messages)
			for i := 0; same && i < len(m.Messages); i++ {
				same = m.Messages[i].Equal(want.Messages[i])
			}
			if !same || !reflect.DeepEqual(m.Findings, want.Findings) || !reflect.DeepEqual(m.Places, want.Places) || m.Broken != want.Broken {
				t.Errorf("%s: %+v, not %+v", what, m, want)
			}
		}
	}
	again := check.Reread(name, []byte("a = \"A\"\nb = \"B {{.X}}\"\n"), check.Known{Messages: before.Messages})
	if again.Messages[0] != before.Messages[0] || again.Messages[1] != before.Messages[1] {
		t.Error("messages that say what they said were read anew")
	}
}
