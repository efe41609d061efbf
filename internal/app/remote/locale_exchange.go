package remote

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

type localeStatus struct {
	synced `embed:""`
}

// Run says what differs between a folder and a store, and changes neither.
func (l localeStatus) Run(ctx context.Context, t Terminal) error {
	s, err := l.open(t)
	if err == nil {
		err = s.compare(ctx)
	}
	if err != nil {
		return err
	}
	return s.close(s.report(len(s.of(translation.Ours)), len(s.of(translation.Theirs))))
}

type localePull struct {
	synced `embed:""`
}

// Run writes into the folder's files what was changed in the store. Messages that were changed on both sides
// stay as they are: [ErrConflicts].
func (l localePull) Run(ctx context.Context, t Terminal) error {
	s, err := l.compared(ctx, t)
	if err != nil {
		return err
	}
	files := map[place]map[string]translation.Forms{}
	for _, d := range s.of(translation.Theirs) {
		at := place{d.Project, d.Locale}
		if files[at] == nil {
			files[at] = map[string]translation.Forms{}
		}
		files[at][d.Message] = d.There
	}
	for at, texts := range files {
		err = s.words.WriteAll(at.project, at.locale, texts)
		if err != nil {
			return err
		}
		for id, forms := range texts {
			s.agree(translation.Part{Project: at.project, Locale: at.locale, Message: id}, translation.RevisionOf(forms))
		}
	}
	return s.close(s.report(0, len(s.of(translation.Theirs))))
}

// place is a locale of a project.
type place struct {
	project string
	locale  i18n.Locale
}

type localePush struct {
	synced `embed:""`
}

// Run sends to the store what was changed in the folder, message by message, each only where the store still
// says what both said last. Messages that were changed on both sides stay as they are: [ErrConflicts].
func (l localePush) Run(ctx context.Context, t Terminal) error {
	s, err := l.compared(ctx, t)
	if err != nil {
		return err
	}
	sent := 0
	for _, d := range s.of(translation.Ours) {
		edit := api.TranslationEdit{Forms: map[string]string{}}
		for category, text := range d.Here {
			edit.Forms[string(category)] = text
		}
		_, err = s.client.SetTranslation(ctx, d.Project, string(d.Locale), d.Message, d.revision, edit)
		if err != nil {
			return s.reached(t, fmt.Errorf("%s: %w", key(d.Part), err))
		}
		s.agree(d.Part, translation.RevisionOf(d.Here))
		sent++
	}
	return s.close(s.report(sent, 0))
}

// syncReport is what a command found, and what it did.
type syncReport struct {
	Here      int            `json:"here"`  // messages that the folder has changed; of push, those that were sent
	There     int            `json:"there"` // messages that the store has changed; of pull, those that were written
	Conflicts []syncConflict `json:"conflicts"`
}

// syncConflict is a message that was changed on both sides.
type syncConflict struct {
	Message string            `json:"message"` // project/locale/id
	Here    translation.Forms `json:"here"`
	There   translation.Forms `json:"there"`
}

func (s *session) report(local, remote int) syncReport {
	r := syncReport{Here: local, There: remote, Conflicts: []syncConflict{}}
	for _, d := range s.of(translation.Both) {
		r.Conflicts = append(r.Conflicts, syncConflict{key(d.Part), d.Here, d.There})
	}
	return r
}

func (r syncReport) print(t Terminal, asJSON bool) error {
	if asJSON {
		return PrintJSON(t.Stdout, r)
	}
	var text strings.Builder
	for _, c := range r.Conflicts {
		text.WriteString(t.t("cli.conflict", "Message", c.Message) + "\n")
		text.WriteString("  " + t.t("cli.conflict_here", "Text", line(c.Here)) + "\n")
		text.WriteString("  " + t.t("cli.conflict_there", "Text", line(c.There)) + "\n")
	}
	text.WriteString(t.t("cli.changed_here", "Count", r.Here) + ", " + t.t("cli.changed_there", "Count", r.There) + "\n")
	_, err := io.WriteString(t.Stdout, text.String())
	return err
}

// line writes the texts of a message in one line.
func line(forms translation.Forms) string {
	var parts []string
	for _, c := range message.Categories {
		if text, ok := forms[c]; ok {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " | ")
}
