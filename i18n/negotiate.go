package i18n

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// maxRemembered is how many headers a Negotiator remembers: browsers send few different ones, and who sends
// many must not fill the memory.
const maxRemembered = 1000

// Negotiator chooses among the locales that something is available in. Its answers never change and it is
// safe for concurrent use; making one costs more than asking it.
type Negotiator struct {
	available []Locale
	fallback  Locale
	found     map[Locale]Locale   // an available locale by its plainer form
	related   map[Locale][]Locale // the operator's table, keys in plainer form

	remembered sync.Map // header → Locale
	count      atomic.Int64
}

// NewNegotiator makes a Negotiator that gives fallback where nothing fits. The related table is the
// operator's: locales of other languages that readers of one may be given (nn: nb); it may be nil.
func NewNegotiator(available []Locale, fallback Locale, related map[Locale][]Locale) *Negotiator {
	n := &Negotiator{
		available: slices.Clone(available), fallback: fallback,
		found: make(map[Locale]Locale, len(available)), related: make(map[Locale][]Locale, len(related)),
	}
	slices.Sort(n.available)
	for _, l := range n.available {
		n.found[plainer(l)] = l
	}
	for _, l := range n.available { // a locale is found by exactly its own name before by a shorter one
		n.found[l] = l
	}
	for from, to := range related {
		n.related[plainer(from)] = to
	}
	return n
}

// Negotiate chooses among available locales by an Accept-Language header, as [Negotiator.Header] does.
func Negotiate(header string, available []Locale, fallback Locale) Locale {
	return NewNegotiator(available, fallback, nil).Header(header)
}

// Available lists the locales in alphabetical order; the caller must not change the list.
func (n *Negotiator) Available() []Locale { return n.available }

// Fallback returns the locale that is given where nothing fits.
func (n *Negotiator) Fallback() Locale { return n.fallback }

// Has reports whether exactly this locale is available.
func (n *Negotiator) Has(l Locale) bool { return n.found[l] == l && l != "" }

// Header chooses by an Accept-Language header (RFC 9110 section 12.5.4), of which 512 bytes and 20 ranges are
// read. For each preference in the order of its weight it walks the chain of parents and takes the first
// available locale; only then it asks the operator's table in the same order; else it gives the fallback.
// "*" asks for the fallback. Distances between languages are never guessed: Ukrainian readers are not given
// Russian unless the operator says so.
func (n *Negotiator) Header(acceptLanguage string) Locale {
	if l, ok := n.remembered.Load(acceptLanguage); ok {
		return l.(Locale)
	}
	l := n.Match(parseAcceptLanguage(acceptLanguage)...)
	if len(acceptLanguage) <= maxHeader && n.count.Add(1) <= maxRemembered {
		n.remembered.Store(strings.Clone(acceptLanguage), l)
	}
	return l
}

// Match chooses by preferences, the most wanted first, as [Negotiator.Header] does.
func (n *Negotiator) Match(preferences ...Locale) Locale {
	for _, p := range preferences {
		if p == anyLocale {
			return n.fallback
		}
		if l, ok := n.nearest(p); ok {
			return l
		}
	}
	for _, p := range preferences {
		if l, ok := n.kin(p); ok {
			return l
		}
	}
	return n.fallback
}

// Nearest returns the available locale for a single one by the chain of parents and then the operator's
// table; ok is false where only the fallback is left.
func (n *Negotiator) Nearest(l Locale) (nearest Locale, ok bool) {
	if nearest, ok = n.nearest(l); ok {
		return nearest, true
	}
	return n.kin(l)
}

func (n *Negotiator) nearest(l Locale) (Locale, bool) {
	if found, ok := n.found[l]; ok {
		return found, true
	}
	for _, step := range Chain(l) {
		if found, ok := n.found[step]; ok {
			return found, true
		}
		if found, ok := n.found[plainer(step)]; ok {
			return found, true
		}
	}
	return "", false
}

// kin looks for a locale of another language by the operator's table.
func (n *Negotiator) kin(l Locale) (Locale, bool) {
	if len(n.related) == 0 {
		return "", false
	}
	for _, step := range Chain(l) {
		for _, other := range n.related[plainer(step)] {
			if found, ok := n.nearest(other); ok {
				return found, true
			}
		}
	}
	return "", false
}

// Fallbacks lists the available locales whose texts a reader of l is given, in order and without repeats: the
// chain of l, the operator's relatives, the fallback.
func (n *Negotiator) Fallbacks(l Locale) []Locale {
	var list []Locale
	add := func(l Locale) {
		if !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	for _, step := range Chain(l) {
		if found, ok := n.found[step]; ok {
			add(found)
		}
		if found, ok := n.found[plainer(step)]; ok {
			add(found)
		}
	}
	if other, ok := n.kin(l); ok {
		add(other)
	}
	add(n.fallback)
	return list
}
