package profile_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/assets/profile"
)

var (
	packLimits = []string{
		profile.Stickers, profile.Mixed, profile.Title, profile.Description, profile.Copyright, profile.Emoji,
		profile.Alt, profile.Keywords, profile.KeywordCharacters, profile.Shortcode,
	}
	pictureLimits = []string{
		profile.Format, profile.Width, profile.Height, profile.OneSide, profile.Even, profile.Bytes,
		profile.Frames, profile.FrameMS, profile.Duration, profile.Loops,
	}
)

func TestProfilesAreSound(t *testing.T) {
	all := profile.All()
	if len(all) < 18 || all[0].ID != profile.Own {
		t.Fatalf("%d profiles, the first is %q", len(all), all[0].ID)
	}
	for _, p := range all {
		if p.ID == "" || p.Name == "" || len(p.Still)+len(p.Moving) == 0 {
			t.Errorf("%+v has no name, or takes nothing", p)
		}
		sound(t, p.ID, p.Pack, packLimits)
		for _, limits := range [][]profile.Limit{p.Still, p.Moving} {
			if len(limits) > 0 {
				sound(t, p.ID, limits, pictureLimits)
				complete(t, p.ID, limits)
			}
		}
	}
}

// sound wants known limits, each once, with a source and a bound.
func sound(t *testing.T, id string, limits []profile.Limit, known []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, l := range limits {
		bounded := l.Min > 0 || l.Max > 0 || len(l.OneOf) > 0 || len(l.Values) > 0 || l.Pattern != ""
		if !slices.Contains(known, l.Of) || seen[l.Of] || l.Source == "" || !bounded || l.Max > 0 && l.Min > l.Max {
			t.Errorf("%s: %+v", id, l)
		}
		if _, err := regexp.Compile(l.Pattern); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		seen[l.Of] = true
	}
}

func complete(t *testing.T, id string, limits []profile.Limit) {
	t.Helper()
	for _, of := range []string{profile.Format, profile.Width, profile.Height} {
		if _, found := profile.Find(limits, of); !found {
			t.Errorf("%s says nothing of %s", id, of)
		}
	}
}

func TestLimits(t *testing.T) {
	cases := []struct {
		limit profile.Limit
		text  string
		takes []int64
		not   []int64
	}{
		{profile.Limit{Min: 3, Max: 30}, "3–30", []int64{3, 30}, []int64{2, 31}},
		{profile.Limit{Max: 120}, "≤ 120", []int64{0, 120}, []int64{121}},
		{profile.Limit{Min: 5}, "≥ 5", []int64{5, 500}, []int64{4}},
		{profile.Limit{OneOf: []int{8, 16}}, "8, 16", []int64{8, 16}, []int64{9}},
		{profile.Limit{Min: 512, Max: 512}, "512", []int64{512}, []int64{511}},
	}
	for _, c := range cases {
		if c.limit.String() != c.text {
			t.Errorf("got %q, want %q", c.limit, c.text)
		}
		for _, n := range c.takes {
			if !c.limit.Takes(n) {
				t.Errorf("%s refuses %d", c.text, n)
			}
		}
		for _, n := range c.not {
			if c.limit.Takes(n) {
				t.Errorf("%s takes %d", c.text, n)
			}
		}
	}
}

func TestWideCharactersCountTwice(t *testing.T) {
	if n := (profile.Limit{Wide: 2}).Length("달a月"); n != 5 {
		t.Errorf("got %d, want 5", n)
	}
	if n := (profile.Limit{}).Length("달a月"); n != 3 {
		t.Errorf("got %d, want 3", n)
	}
}
