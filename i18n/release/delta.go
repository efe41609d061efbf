package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// ErrDeltaGone: nothing is known any more of what the caller has; they take the whole file. Facts: project, from.
var ErrDeltaGone = fault.Define(fault.Gone, "strings-delta-gone")

// DeltaFormat is the format whose files a delta leads from one to the other: one object, a value for each id.
const DeltaFormat = "go-i18n.json"

// Delta leads from the texts of a locale in one release to those in another. Whoever has the file of From in
// [DeltaFormat], takes the ids of Delete out and puts the values of Set in, has the file of To: the same values for
// the same ids, and so the same bytes in any canonical form of JSON.
type Delta struct {
	From, To string
	Set      map[string]json.RawMessage
	Delete   []string // in alphabetical order
}

// Empty reports whether nothing is different.
func (d *Delta) Empty() bool { return len(d.Set)+len(d.Delete) == 0 }

// Reader is who reads a channel of a project.
type Reader struct {
	Project string
	Channel string
	App     string // version of the app that reads; "" for none said
}

// Delta returns what leads to the texts that a reader is given in a locale from those of the release from. The error is
// [ErrDeltaGone] when that release is not known, or gave the reader another locale.
func (s *Service) Delta(ctx context.Context, reader Reader, locale i18n.Locale, from string) (Delta, error) {
	project, channel := reader.Project, reader.Channel
	p, err := s.ProjectFor(project, channel, reader.App)
	if err != nil {
		return Delta{}, err
	}
	d := Delta{From: from, To: p.Release()}
	if from == d.To {
		return d, nil
	}
	before, err := s.known(ctx, p, from)
	if err != nil {
		return d, err
	}
	if channel == Production {
		before = before.Offered()
	}
	if before.Negotiator().Match(locale) != locale {
		return d, ErrDeltaGone.With("project", project, "from", from)
	}
	was, err := valuesOf(before, locale)
	if err != nil {
		return d, err
	}
	is, err := valuesOf(p, locale)
	if err != nil {
		return d, err
	}
	d.compare(was, is)
	return d, nil
}

// known returns the content of a release, or [ErrDeltaGone].
func (s *Service) known(ctx context.Context, p *i18n.Project, from string) (*i18n.Project, error) {
	if before := p.Before(from); before != nil {
		return before, nil
	}
	before, err := s.content(ctx, p.Name(), from)
	if errors.Is(err, ErrNotFound) {
		err = ErrDeltaGone.With("project", p.Name(), "from", from)
	}
	return before, err
}

func (d *Delta) compare(was, is map[string]json.RawMessage) {
	d.Set = map[string]json.RawMessage{}
	for id, value := range is {
		if !bytes.Equal(was[id], value) {
			d.Set[id] = value
		}
	}
	for _, id := range slices.Sorted(maps.Keys(was)) {
		if _, stays := is[id]; !stays {
			d.Delete = append(d.Delete, id)
		}
	}
}

// valuesOf reads a file as its values by id.
func valuesOf(p *i18n.Project, locale i18n.Locale) (map[string]json.RawMessage, error) {
	file, err := p.File(locale, DeltaFormat)
	if err != nil {
		return nil, err
	}
	values := map[string]json.RawMessage{}
	return values, json.Unmarshal(file.Data, &values)
}
