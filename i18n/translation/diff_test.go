package translation_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/translation"
)

func written(pieces []translation.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch {
		case p.Removed:
			b.WriteString("[-" + p.Text + "-]")
		case p.Added:
			b.WriteString("[+" + p.Text + "+]")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	for _, c := range [][3]string{
		{"Buy the pack", "Buy this pack", "Buy [-the-][+this+] pack"},
		{"", "안녕", "[+안녕+]"},
		{"안녕", "", "[-안녕-]"},
		{"같다", "같다", "같다"},
		{"Привет, {{.Name}}", "Здравствуй, {{.Name}}!", "[-Привет-][+Здравствуй+], {{.Name}}[+!+]"},
	} {
		if got := written(translation.Diff(c[0], c[1])); got != c[2] {
			t.Errorf("%q to %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// TestDiffLosesNothing: what is not removed is the text after, what is not added the text before.
func TestDiffLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := rapid.StringMatching(`[ab가 👩‍👧.]{0,20}`).Draw(t, "before"), rapid.StringMatching(`[ab가 👩‍👧.]{0,20}`).Draw(t, "after")
		var a, b strings.Builder
		for _, p := range translation.Diff(before, after) {
			if !p.Added {
				a.WriteString(p.Text)
			}
			if !p.Removed {
				b.WriteString(p.Text)
			}
		}
		if a.String() != before || b.String() != after {
			t.Fatalf("%q and %q", a.String(), b.String())
		}
	})
}

func TestPreview(t *testing.T) {
	r := newRoom(t)
	for _, c := range []struct {
		id    string
		forms translation.Forms
		want  string
	}{
		{"hello", one("Привет, {{.Name}}"), ":Привет, \u2068Name\u2069"},
		{"inbox", translation.Forms{"one": "{{.Count}} письмо", "few": "{{.Count}} письма", "many": "{{.Count}} писем", "other": "{{.Count}} письма"},
			"1:\u20681\u2069 письмо 21:\u206821\u2069 письмо 2:\u20682\u2069 письма 3:\u20683\u2069 письма 0:\u20680\u2069 писем 5:\u20685\u2069 писем 0.0:\u20680.0\u2069 письма 0.1:\u20680.1\u2069 письма"},
		{"hello", one("Привет, {{.Name"), ""},
		{"hello", translation.Forms{}, ""},
	} {
		samples, err := r.service.Preview(t.Context(), part("ru", c.id), c.forms)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range samples {
			got = append(got, s.Count+":"+s.Text)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%v: %q, want %q", c.forms, text, c.want)
		}
	}
}
