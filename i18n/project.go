package i18n

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// ErrMessageNotFound: the project has no message of that id. Facts: project, message.
var ErrMessageNotFound = fault.Define(fault.NotFound, "message-not-found")

// Names of the projects that the program itself has.
const (
	StoreProject = "store" // the program's own words
	PacksProject = "packs" // titles, descriptions, alt texts and keywords of packs
)

// Message is one unit of text in one locale, with its plural forms.
type Message = message.Message

// Category is a plural category of CLDR: zero, one, two, few, many, other.
type Category = message.Category

// Content is what a project is made of.
type Content struct {
	Name     string
	Source   Locale // the locale that the texts are written in first, and the last one to fall back to
	Messages map[Locale][]*Message
	Related  map[Locale][]Locale // locales of other languages that may stand in for some; may be nil
	TakenAt  time.Time           // when this content was first seen
	Settings *check.Project      // what the project says of itself; nil for nothing
}

// Project is an app's set of texts in all its locales at one moment. It is immutable.
type Project struct {
	name        string
	source      Locale
	release     string
	related     map[Locale][]Locale
	publishedAt time.Time
	previous    *Project // the content before this one, whose files are still given
	negotiator  *Negotiator
	texts       map[Locale]*message.Texts
	tables      map[Locale]*table
	shelf       *shelf
	settings    *check.Project
	kinds       map[string]map[string]message.Kind // of arguments, by message and name
	pseudo      func() *Project                    // in the pseudo-locales; nil where it is itself that

	pointed *Pointer        // how a channel came to hold this; nil in live mode
	whole   *Project        // with the locales that this one does not offer; nil for itself
	chooser *Negotiator     // among the locales that are offered; nil for all
	offered func() *Project // without those that are not complete enough; nil for what is such a view
}

// shelf keeps the files of a project; all views of one content share it.
type shelf struct {
	files sync.Map // fileKey → func() (Encoded, error)
	made  sync.Map // fileKey → Encoded, of files that are made
}

var emptyProject = func() *Project {
	p, err := NewProject(Content{Name: StoreProject, Source: "en"})
	if err != nil {
		panic(err)
	}
	return p
}()

// NewProject makes a project of messages, all of whose patterns must parse. It fails with
// [ErrLocaleNotFound] for a locale whose plural rules are unknown.
func NewProject(c Content) (*Project, error) { return newProject(c, nil) }

// newProject makes a project that follows another, which may be nil.
func newProject(c Content, previous *Project) (*Project, error) {
	texts := make(map[Locale]*message.Texts, len(c.Messages)+1)
	for locale, messages := range c.Messages {
		byID := make(map[string]*Message, len(messages))
		for _, m := range messages {
			byID[m.ID] = m
		}
		t, err := newTexts(locale, byID)
		if err != nil {
			return nil, err
		}
		texts[locale] = t
	}
	if texts[c.Source] == nil {
		t, err := newTexts(c.Source, nil)
		if err != nil {
			return nil, err
		}
		texts[c.Source] = t
	}
	return assemble(c, texts, previous), nil
}

// newTexts prepares messages by id, which must not change after.
func newTexts(locale Locale, messages map[string]*Message) (*message.Texts, error) {
	rules, err := message.RulesOf(string(locale))
	if err != nil {
		return nil, ErrLocaleNotFound.With("locale", locale).Because(err)
	}
	return message.NewTexts(rules, messages), nil
}

// assemble makes a project of texts, which shares with the one before it, if any, what has not changed.
func assemble(c Content, texts map[Locale]*message.Texts, previous *Project) *Project {
	p := &Project{
		name: c.Name, source: c.Source, publishedAt: c.TakenAt, texts: texts, related: c.Related,
		negotiator: negotiatorOf(slices.Collect(maps.Keys(texts)), c, previous), shelf: &shelf{}, settings: c.Settings,
	}
	if p.settings == nil {
		p.settings = nothing
	}
	p.tabulate(previous)
	p.kinds = kindsOf(p, previous)
	p.release = p.digest()
	p.pseudo = sync.OnceValue(p.makePseudo)
	return p.viewed().after(previous)
}

// negotiatorOf returns what chooses among the locales: that of the project before, which knows readers' headers, where
// it is the same.
func negotiatorOf(locales []Locale, c Content, previous *Project) *Negotiator {
	slices.Sort(locales)
	if previous != nil && previous.source == c.Source && slices.Equal(previous.negotiator.Available(), locales) &&
		reflect.DeepEqual(previous.related, c.Related) {
		return previous.negotiator
	}
	return NewNegotiator(locales, c.Source, c.Related)
}

// digest names the content: equal content has an equal name on every machine. Kinds of arguments and what decides
// which locale a reader is given are part of it.
func (p *Project) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %d\n", p.source, p.settings.Threshold)
	for _, l := range slices.Sorted(maps.Keys(p.related)) {
		for _, related := range append([]Locale{l}, p.related[l]...) {
			h.Write([]byte(related + " "))
		}
		h.Write([]byte("\n"))
	}
	for _, l := range p.Locales() {
		h.Write([]byte(l))
		h.Write(p.texts[l].Digest())
	}
	for _, id := range slices.Sorted(maps.Keys(p.kinds)) {
		fmt.Fprintf(h, "%q%v", id, p.kinds[id]) // maps are printed in the order of their keys
	}
	return hex.EncodeToString(h.Sum(nil))
}

// after links a project to the one before it. Equal content keeps its moment and its past, whatever else the
// project says of itself now.
func (p *Project) after(previous *Project) *Project {
	if previous == nil {
		return p
	}
	if previous.release == p.release && reflect.DeepEqual(previous.settings, p.settings) {
		return previous
	}
	if previous.release == p.release { // it says the same, and other things of itself
		p.publishedAt, p.previous, p.shelf = previous.publishedAt, previous.previous, previous.shelf
		return p.viewed()
	}
	p.previous = (&Project{ // without its own past, which would be kept for ever
		name: previous.name, source: previous.source, release: previous.release, publishedAt: previous.publishedAt,
		negotiator: previous.negotiator, texts: previous.texts, tables: previous.tables, shelf: previous.shelf,
		settings: previous.settings, kinds: previous.kinds, related: previous.related,
	}).viewed()
	p.inherit(previous)
	return p
}

// inherit takes over the files that were made and are the same now: of locales about which, about their fallbacks and the
// source nothing has changed.
func (p *Project) inherit(previous *Project) {
	if p.source != previous.source || !reflect.DeepEqual(p.kinds, previous.kinds) {
		return
	}
	previous.shelf.made.Range(func(key, file any) bool {
		if t := p.tables[key.(fileKey).locale]; t != nil && t == previous.tables[t.locale] {
			p.shelf.made.Store(key, file)
		}
		return true
	})
}

// Name returns the project's name, as in addresses.
func (p *Project) Name() string { return p.name }

// Locales lists the locales that the project gives texts in, in alphabetical order.
func (p *Project) Locales() []Locale { return p.Negotiator().Available() }

// Source returns the locale that the texts are written in first; every fallback ends there.
func (p *Project) Source() Locale { return p.source }

// Release returns the name of this content: the SHA-256 of all texts and of what chooses among them, in hex.
func (p *Project) Release() string { return p.release }

// Message returns the project's own text of a message in exactly this locale, without any fallback, or
// [ErrMessageNotFound].
func (p *Project) Message(locale Locale, id string) (*Message, error) {
	if t := p.texts[locale]; t != nil && t.Message(id) != nil {
		return t.Message(id), nil
	}
	return nil, ErrMessageNotFound.With("project", p.name, "message", id, "locale", locale)
}

// Own is like [Project.Message] and returns nil where there is none.
func (p *Project) Own(locale Locale, id string) *Message {
	if t := p.texts[locale]; t != nil {
		return t.Message(id)
	}
	return nil
}

// OwnIDs lists the ids of the messages in exactly this locale, in alphabetical order.
func (p *Project) OwnIDs(locale Locale) []string {
	if t := p.texts[locale]; t != nil {
		return slices.Sorted(maps.Keys(t.Messages()))
	}
	return nil
}

// Settings returns what the project says of itself beside its messages.
func (p *Project) Settings() *check.Project { return p.settings }

// Has reports whether the source locale has a message of that id.
func (p *Project) Has(id string) bool { return p.texts[p.source].Message(id) != nil }
