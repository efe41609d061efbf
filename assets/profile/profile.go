// Package profile holds what other platforms take of stickers, as data: one JSON file for each kind of
// pack of each platform, every limit with the source that it came from. docs/platforms.md shows them.
package profile

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Own is the id of this store's profile.
const Own = "hallyu"

// Profile is what one platform takes as one kind of pack.
type Profile struct {
	ID     string  `json:"id"`              // such as "line-animated"; the platform of a finding
	Name   string  `json:"name"`            // of the platform, as it writes itself
	Usage  string  `json:"usage"`           // "sticker", "emoticon", or "" for both
	Note   string  `json:"note,omitempty"`  // what no limit says
	Pack   []Limit `json:"pack"`            // on the pack and its words
	Still  []Limit `json:"still,omitempty"` // on a picture that stands still; none where none is taken
	Moving []Limit `json:"moving,omitempty"`
}

// Limit is one limit. Which of its bounds are set depends on what it is of.
type Limit struct {
	Of      string   `json:"of"`               // what it bounds, one of the constants below
	Values  []string `json:"values,omitempty"` // what is taken, the best first
	Pattern string   `json:"pattern,omitempty"`
	Min     int64    `json:"min,omitempty"` // 0: none
	Max     int64    `json:"max,omitempty"` // 0: none
	OneOf   []int    `json:"one_of,omitempty"`
	Wide    int      `json:"wide,omitempty"` // as how many a Chinese, Japanese or Korean character counts; 0 as one
	Source  string   `json:"source"`         // page, or repository and file
	Note    string   `json:"note,omitempty"` // what is doubtful about it
}

// What limits of packs are of. Lengths are in characters.
const (
	Stickers          = "stickers" // how many a pack has
	Mixed             = "mixed"    // "never": stickers that move and those that do not are never in one pack
	Title             = "title"
	Description       = "description"
	Copyright         = "copyright"
	Emoji             = "emoji" // how many a sticker has
	Alt               = "alt"
	Keywords          = "keywords" // how many a sticker has in one locale
	KeywordCharacters = "keyword_characters"
	Shortcode         = "shortcode"
)

// What limits of pictures are of.
const (
	Format   = "format" // "png", "apng", "gif", "webp", "webm", "jpeg"
	Width    = "width"  // px
	Height   = "height" // px
	OneSide  = "one_side"
	Even     = "even"
	Bytes    = "bytes"
	Frames   = "frames"
	FrameMS  = "frame_ms" // of the shortest frame, in milliseconds
	Duration = "duration_ms"
	Loops    = "loops"
)

//go:embed *.json
var files embed.FS

// All returns every profile, the store's own first, then by id.
var All = sync.OnceValue(func() []Profile {
	all, err := read()
	if err != nil {
		panic(err) // the files are part of the program, and tested
	}
	return all
})

// Of returns the profile of an id.
func Of(id string) (Profile, bool) {
	i := slices.IndexFunc(All(), func(p Profile) bool { return p.ID == id })
	if i < 0 {
		return Profile{}, false
	}
	return All()[i], true
}

func read() ([]Profile, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	all := make([]Profile, 0, len(entries))
	for _, entry := range entries {
		data, err := files.ReadFile(entry.Name())
		if err != nil {
			return nil, err
		}
		var p Profile
		decoder := json.NewDecoder(strings.NewReader(string(data)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&p); err != nil {
			return nil, fmt.Errorf("profile: %s: %w", entry.Name(), err)
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Profile) int {
		if (a.ID == Own) != (b.ID == Own) {
			return map[bool]int{true: -1, false: 1}[a.ID == Own]
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, nil
}

// Find returns the limit of something among those of a pack or a picture.
func Find(limits []Limit, of string) (Limit, bool) {
	i := slices.IndexFunc(limits, func(l Limit) bool { return l.Of == of })
	if i < 0 {
		return Limit{}, false
	}
	return limits[i], true
}

// Length returns how long the platform finds a text.
func (l Limit) Length(text string) int {
	n := utf8.RuneCountInString(text)
	if l.Wide <= 1 {
		return n
	}
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			n += l.Wide - 1
		}
	}
	return n
}

// Takes reports whether n keeps the limit.
func (l Limit) Takes(n int64) bool {
	if len(l.OneOf) > 0 {
		return slices.Contains(l.OneOf, int(n))
	}
	return n >= l.Min && (l.Max == 0 || n <= l.Max)
}

// String writes the bounds of a limit: "3–30", "8, 16, 24", "≤ 120", "≥ 5", "png, gif".
func (l Limit) String() string {
	switch {
	case len(l.Values) > 0:
		return strings.Join(l.Values, ", ")
	case l.Pattern != "":
		return l.Pattern
	case len(l.OneOf) > 0:
		return strings.Trim(strings.ReplaceAll(fmt.Sprint(l.OneOf), " ", ", "), "[]")
	case l.Min == l.Max:
		return fmt.Sprint(l.Max)
	case l.Max == 0:
		return fmt.Sprintf("≥ %d", l.Min)
	case l.Min == 0:
		return fmt.Sprintf("≤ %d", l.Max)
	}
	return fmt.Sprintf("%d–%d", l.Min, l.Max)
}
