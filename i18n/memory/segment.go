package memory

import (
	"context"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// segment is an import made ready to be searched. It never changes.
type segment struct {
	Import
	units []Unit
	index *index
}

func newSegment(one Import, units []Unit) *segment {
	s := &segment{Import: one, units: units}
	entries := make([]entry, len(units))
	for n, unit := range units {
		entries[n] = entry{text: unit.Source}
	}
	s.index = newIndex(entries)
	return s
}

// maxReady is how many units are kept ready over all projects.
const maxReady = 2 * MaxUnits

// shelf keeps segments of imports that were used last.
type shelf struct {
	mu    sync.Mutex
	ready map[string]*segment // by id
	used  []string            // ids, the one used last at the end
}

// get returns the segment of an import, made by units when it is not ready.
func (s *shelf) get(one Import, units func() ([]Unit, error)) (*segment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.ready[one.ID]
	if found == nil {
		said, err := units()
		if err != nil {
			return nil, err
		}
		found = newSegment(one, said)
	}
	if s.ready == nil {
		s.ready = map[string]*segment{}
	}
	s.ready[one.ID] = found
	s.used = append(slices.DeleteFunc(s.used, func(id string) bool { return id == one.ID }), one.ID)
	s.forget()
	return found, nil
}

// forget lets go of what was used longest ago, when there is too much.
func (s *shelf) forget() {
	total := 0
	for _, one := range s.ready {
		total += len(one.units)
	}
	for total > maxReady && len(s.used) > 1 {
		total -= len(s.ready[s.used[0]].units)
		delete(s.ready, s.used[0])
		s.used = s.used[1:]
	}
}

// segments are the imports of a locale, ready to be searched, oldest first.
func (m *Memory) segments(ctx context.Context, project string, locale i18n.Locale) ([]*segment, error) {
	imports, err := m.store.Imports(ctx, project, locale)
	if err != nil {
		return nil, err
	}
	all := make([]*segment, 0, len(imports))
	for _, one := range imports {
		s, err := m.shelf.get(one, func() ([]Unit, error) { return m.store.Units(ctx, one.ID) })
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// imported finds units of other programs that are like a text, the likest first.
func (m *Memory) imported(ctx context.Context, project string, from, to i18n.Locale, text string) ([]Match, error) {
	segments, err := m.segments(ctx, project, to)
	if err != nil {
		return nil, err
	}
	segments = slices.DeleteFunc(segments, func(s *segment) bool { return s.From != from })
	indices := make([]*index, len(segments))
	for n, s := range segments {
		indices[n] = s.index
	}
	var matches []Match
	for _, c := range like(text, nil, indices...) {
		s := segments[c.index]
		unit := s.units[c.number]
		matches = append(matches, Match{
			Project: s.Project, Source: unit.Source, Forms: map[i18n.Category]string{message.Other: unit.Target}, Percent: c.percent, Import: &s.Import,
		})
	}
	return matches, nil
}
