// Package page is what every page of hallyu is made of: the layout, the styles, the script modules,
// and how a template becomes bytes. Pages work without script; nothing is loaded from elsewhere.
package page

import (
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Words are the program's own texts.
type Words interface {
	// In gives them in a locale or, where one is missing there, in one that has it.
	In(locale i18n.Locale) i18n.Speaker
}

// Voice speaks to the reader of one page, in words of one moment.
type Voice struct {
	Locale  i18n.Locale
	words   Words
	speaker i18n.Speaker
}

// Speak gives the voice of words in a locale.
func Speak(words Words, locale i18n.Locale) Voice { return Voice{locale, words, words.In(locale)} }

// In gives the same voice in another locale.
func (v Voice) In(locale i18n.Locale) Voice { return Speak(v.words, locale) }

// Tell returns a message with facts by name.
func (v Voice) Tell(id string, facts map[string]any) string { return v.speaker.Text(id, facts) }

// T returns a message. Facts are given as name, value, name, value.
func (v Voice) T(id string, facts ...any) string {
	if len(facts) == 0 {
		return v.Tell(id, nil)
	}
	args := make(map[string]any, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		args[facts[i].(string)] = facts[i+1]
	}
	return v.Tell(id, args)
}

// Moment writes a day and a time of day as the locale does, by the moment's own clock and without its zone.
func (v Voice) Moment(t time.Time) string { return cldr.FormatMoment(string(v.Locale), t, cldr.Long) }

// Dir is the direction in which the page is read: "ltr" or "rtl".
func (v Voice) Dir() string { return v.Locale.Direction() }

// Foreign returns the language of a text where it is not that of the page, else "".
func (v Voice) Foreign(locale i18n.Locale) i18n.Locale {
	if locale == v.Locale {
		return ""
	}
	return locale
}

// Head is what the layout needs to know of a page. A page's data embeds it.
type Head struct {
	Voice
	Title       string
	Description string
	Script      string // static file of the page's entry module
	Sheet       string // static file of a further style sheet; "" for none
	Surface     string // class of the body; "" for the store's pages
	Tint        Tint   // of the whole page; "" for none
	Hidden      bool   // search engines should not list the page
	Canonical   string // absolute address; "" when the store does not know its own
	Alternates  []Alternate
	Card        *Card // nil when the store does not know its own address
}

// Alternate is the same page in another language.
type Alternate struct {
	Locale  i18n.Locale
	Address string // absolute
}

// Card is what a shared link shows in a chat besides the page's title and description.
type Card struct {
	Address       string // absolute
	Image         string // absolute; "" for none
	Width, Height int
	Alt           string
}
