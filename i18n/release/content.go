package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// text is a message as a release keeps it.
type text struct {
	ID          string                   `json:"id"`
	Description string                   `json:"description,omitempty"`
	Hash        string                   `json:"hash,omitempty"`
	Forms       map[i18n.Category]string `json:"forms"`
	LeftDelim   string                   `json:"left_delim,omitempty"`
	RightDelim  string                   `json:"right_delim,omitempty"`
}

// snapshot makes a release of what a project says, with its texts by digest.
func snapshot(p *i18n.Project) (Release, map[string]string, error) {
	r := Release{
		Project: p.Name(), ID: p.Release(), Source: p.Source(), Related: p.Related(), Threshold: p.Settings().Threshold,
		Texts: map[i18n.Locale]string{}, Messages: len(p.IDs()), Kinds: kindsOf(p),
	}
	texts := map[string]string{}
	for _, l := range p.Locales() {
		body, err := encode(p, l)
		if err != nil {
			return Release{}, nil, err
		}
		sum := sha256.Sum256(body)
		r.Texts[l] = hex.EncodeToString(sum[:])
		texts[r.Texts[l]] = string(body)
	}
	return r, texts, nil
}

// kindsOf collects what the arguments of messages are; nil where nothing is declared.
func kindsOf(p *i18n.Project) map[string]map[string]message.Kind {
	var all map[string]map[string]message.Kind
	for _, id := range p.IDs() {
		if kinds := p.Kinds(id); kinds != nil {
			if all == nil {
				all = map[string]map[string]message.Kind{}
			}
			all[id] = kinds
		}
	}
	return all
}

// settings are what of a project's own decides what its clients are given.
func settings(source i18n.Locale, threshold int, kinds map[string]map[string]message.Kind) *check.Project {
	p := &check.Project{Source: string(source), Threshold: threshold, Messages: map[string]check.Reference{}}
	for id, of := range kinds {
		p.Messages[id] = check.Reference{Arguments: of}
	}
	return p
}

func encode(p *i18n.Project, l i18n.Locale) ([]byte, error) {
	all := []text{}
	for _, id := range p.OwnIDs(l) {
		m := p.Own(l, id)
		all = append(all, text{m.ID, m.Description, m.Hash, m.Forms, m.LeftDelim, m.RightDelim})
	}
	return json.Marshal(all)
}

func decode(body string) ([]*i18n.Message, error) {
	var all []text
	err := json.Unmarshal([]byte(body), &all)
	if err != nil {
		return nil, err
	}
	messages := make([]*i18n.Message, len(all))
	for i, t := range all {
		messages[i] = &i18n.Message{
			ID: t.ID, Description: t.Description, Hash: t.Hash, Forms: t.Forms, LeftDelim: t.LeftDelim, RightDelim: t.RightDelim,
		}
	}
	return messages, nil
}

// index lists all files of a project.
func index(p *i18n.Project) ([]File, error) {
	m, err := p.Manifest()
	if err != nil {
		return nil, err
	}
	var files []File
	for l, in := range m.Locales {
		for format, file := range in.Files {
			files = append(files, File{file.SHA256, format, l})
		}
	}
	return files, nil
}

// content reads a release as a project.
func (s *Service) content(ctx context.Context, project, id string) (*i18n.Project, error) {
	return s.contents.Get(ctx, named{project, id}, s.read)
}

// named names a release.
type named struct{ project, id string }

func (s *Service) load(ctx context.Context, of named) (*i18n.Project, error) {
	r, err := s.store.Release(ctx, of.project, of.id)
	if err != nil {
		return nil, err
	}
	texts, err := s.store.Texts(ctx, of.project, slices.Collect(maps.Values(r.Texts)))
	if err != nil {
		return nil, err
	}
	c := i18n.Content{
		Name: r.Project, Source: r.Source, Related: r.Related, TakenAt: r.At, Messages: map[i18n.Locale][]*i18n.Message{},
		Settings: settings(r.Source, r.Threshold, r.Kinds),
	}
	for locale, digest := range r.Texts {
		c.Messages[locale], err = decode(texts[digest])
		if err != nil {
			return nil, fmt.Errorf("release %s of %s in %s: %w", r.ID, r.Project, locale, err)
		}
	}
	return i18n.NewProject(c)
}
