package i18n

import (
	"sync"
	"time"
)

// Mode says what moves a project's production channel.
type Mode string

// The modes of a project.
const (
	ModeLive     Mode = "live"     // every channel follows the files
	ModeReleased Mode = "released" // production moves only by promote and rollback
)

// Pointer says how a channel came to hold a content.
type Pointer struct {
	Mode     Mode
	Previous string // release that it held before, "" for none
	At       time.Time
	MinApp   string // least version of the app that it is for; "" for any
	MaxApp   string // greatest version
}

// viewed makes the project ready to be seen without the locales that are not complete enough.
func (p *Project) viewed() *Project {
	p.offered = sync.OnceValue(p.offer)
	return p
}

// Pointed returns the same content as a channel holds it that was moved to it.
func (p *Project) Pointed(to Pointer) *Project {
	view := *p
	view.pointed = &to
	return view.viewed()
}

// Offered returns the project as readers are given it: without the locales of which less is translated than the
// project's threshold. Whoever asks for one of them is given what stands in for it.
func (p *Project) Offered() *Project {
	if p.offered == nil { // it is the view already
		return p
	}
	return p.offered()
}

func (p *Project) offer() *Project {
	var offered []Locale
	for _, l := range p.Locales() {
		if l == p.source || p.Complete(l)*100 >= float64(p.settings.Threshold) {
			offered = append(offered, l)
		}
	}
	if len(offered) == len(p.Locales()) {
		return p
	}
	view := *p
	view.offered, view.whole = nil, p
	view.chooser = NewNegotiator(offered, p.source, p.related)
	view.tables = make(map[Locale]*table, len(offered))
	for _, l := range offered {
		view.tables[l] = p.tables[l]
	}
	return &view
}

// Whole returns the project with all its locales, also with those that are not offered.
func (p *Project) Whole() *Project {
	if p.whole != nil {
		return p.whole
	}
	return p
}

// Negotiator chooses among the locales that the project gives texts in.
func (p *Project) Negotiator() *Negotiator {
	if p.chooser != nil {
		return p.chooser
	}
	return p.negotiator
}

// Mode returns how the production channel moves.
func (p *Project) Mode() Mode {
	if p.pointed != nil {
		return p.pointed.Mode
	}
	return ModeLive
}

// Previous returns the release that this one replaced: in live mode since the program's start; "" for none.
func (p *Project) Previous() string {
	switch {
	case p.pointed != nil:
		return p.pointed.Previous
	case p.previous != nil:
		return p.previous.release
	}
	return ""
}

// PublishedAt returns when the channel was moved to this content; in live mode, when this process first saw it.
func (p *Project) PublishedAt() time.Time {
	if p.pointed != nil {
		return p.pointed.At
	}
	return p.publishedAt
}

// Revision names all that the project says of itself: its content, and how a channel came to hold it.
func (p *Project) Revision() string {
	if p.pointed == nil {
		return p.release
	}
	return p.release + "." + p.pointed.Previous + "." + p.pointed.At.UTC().Format(time.RFC3339Nano) + "." + p.pointed.MinApp + "-" + p.pointed.MaxApp
}

// Related returns the locales of other languages that may stand in for some; the caller must not change it.
func (p *Project) Related() map[Locale][]Locale { return p.related }

// Before returns the content before this one when it has that release's name; else nil.
func (p *Project) Before(release string) *Project {
	if p.previous != nil && p.previous.release == release {
		return p.previous
	}
	return nil
}
