package release

import (
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Spoken returns the words that the program itself speaks: those of the production channel of project store.
// Where that is a release, messages that it lacks are the program's own, because a newer program has them; so
// are those that it words with placeholders which the program does not fill any more.
func (s *Service) Spoken() *i18n.Project {
	if spoken := s.served.Load().spoken; spoken != nil {
		return spoken
	}
	return s.words.Current().Store().Offered()
}

// speak puts together what the program speaks; nil while it follows the files.
func (s *Service) speak(before, now *served) (*i18n.Project, error) {
	all, was := now.channels[i18n.StoreProject][Production], before.channels[i18n.StoreProject][Production]
	switch {
	case len(all) == 0:
		return nil, nil
	case len(was) > 0 && suits(all, nil) == suits(was, nil):
		return before.spoken, nil
	}
	spoken, err := over(s.embedded(), suits(all, nil))
	if err != nil {
		return nil, err
	}
	return spoken.Offered(), nil
}

// over lays a release over the program's own words.
func over(own, release *i18n.Project) (*i18n.Project, error) {
	kinds := kindsOf(own)
	if kinds == nil {
		kinds = map[string]map[string]message.Kind{}
	}
	maps.Copy(kinds, kindsOf(release))
	c := i18n.Content{
		Name: release.Name(), Source: release.Source(), Related: release.Related(),
		Settings: settings(release.Source(), release.Settings().Threshold, kinds),
		TakenAt:  release.PublishedAt(), Messages: map[i18n.Locale][]*i18n.Message{},
	}
	for _, l := range release.Locales() {
		for _, id := range release.OwnIDs(l) {
			m := release.Own(l, id)
			if original := own.Own(own.Source(), id); original != nil && !fills(original, m) {
				m = own.Own(l, id)
			}
			if m != nil {
				c.Messages[l] = append(c.Messages[l], m)
			}
		}
	}
	for _, l := range own.Locales() {
		for _, id := range own.OwnIDs(l) {
			if !release.Has(id) && release.Own(l, id) == nil {
				c.Messages[l] = append(c.Messages[l], own.Own(l, id))
			}
		}
	}
	return i18n.NewProject(c)
}

// fills reports whether the program fills all placeholders of a message.
func fills(original, m *i18n.Message) bool {
	known := original.Variables()
	return !slices.ContainsFunc(m.Variables(), func(v string) bool { return !slices.Contains(known, v) })
}
