package translation

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func revisionsOf(texts ...string) []Revision {
	var all []Revision
	for n, text := range texts {
		all = append(all, Revision{Number: n + 1, Forms: Forms{"other": text}})
	}
	return all
}

func TestWhoWroteWhichWord(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"Save the pack"}, "1:Save the pack"},
		{[]string{"Save the pack", "Save your pack"}, "1:Save |2:your|1: pack"},
		{[]string{"Save the pack", "Save your pack", "Save your pack", "Keep your pack now"}, "4:Keep|1: |2:your|1: pack|4: now"},
		{[]string{"a b", "", "a b"}, "3:a b"},
		{[]string{"บันทึกแพ็ก", "บันทึกแพ็กนี้"}, "1:บันทึกแพ็ก|2:นี้"},
		{[]string{"パックを保存", "パックを保管"}, "1:パックを保|2:管"},
		{[]string{"👩‍🚀 here", "👨‍🚀 here"}, "2:👨‍🚀|1: here"},
	} {
		var got []string
		for _, part := range blame(revisionsOf(c.texts...), "other") {
			got = append(got, fmt.Sprintf("%d:%s", part.Number, part.Text))
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%q: %s, want %s", c.texts, text, c.want)
		}
	}
}

// TestBlameLosesNothing: the parts are the text, whatever it was before.
func TestBlameLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("ab ก้ั日か🐰\u200d")), 0, 8, -1), 1, 6).Draw(t, "texts")
		text := ""
		for _, part := range blame(revisionsOf(texts...), "other") {
			if part.Text == "" {
				t.Fatal("an empty part")
			}
			text += part.Text
		}
		if text != texts[len(texts)-1] {
			t.Fatalf("%q of %q", text, texts)
		}
	})
}
