package translation

import (
	"errors"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// ErrFormatUnknown: words are not exchanged in a format of that name. Facts: format, available.
var ErrFormatUnknown = i18n.ErrFormatNotFound

// goI18n are go-i18n's own formats, by the ending of a file that the checker reads as it reads those of folders.
var goI18n = map[string]string{"go-i18n.json": ".json", "go-i18n.toml": ".toml", "go-i18n.yaml": ".yaml"}

// Formats lists the formats in which a locale is given out and taken back as a file.
func Formats() []string {
	return slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(goI18n)), format.Decodable()...)))
}

// withGaps are the formats that have a place for what is not translated yet.
var withGaps = []string{"csv", "xlsx", "po", "xliff12", "xliff20"}

// Encode writes words as a file and returns its media type. Formats that show the source as well also list what is not
// translated yet. The error is [ErrFormatUnknown].
func (w Words) Encode(name string) (data []byte, mediaType string, err error) {
	if !slices.Contains(Formats(), name) {
		return nil, "", ErrFormatUnknown.With("format", name, "available", Formats())
	}
	rules, err := message.RulesOf(string(w.Locale))
	if err != nil {
		return nil, "", i18n.ErrLocaleNotFound.With("locale", w.Locale).Because(err)
	}
	ids := slices.Collect(maps.Keys(w.Messages))
	if slices.Contains(withGaps, name) {
		ids = slices.AppendSeq(ids, maps.Keys(w.Source))
	}
	slices.Sort(ids)
	file := format.File{Locale: string(w.Locale), Rules: rules, SourceLocale: string(w.From), Source: w.Source}
	for _, id := range slices.Compact(ids) {
		m := w.Messages[id]
		if m == nil {
			m = w.Source[id].WithForms(Forms{message.Other: ""})
		}
		file.Messages = append(file.Messages, m)
	}
	return format.Encode(name, file)
}

// Decode reads the texts of a locale from a file. What is wrong with it comes as findings, errors among them when it
// cannot be read. The error is [ErrFormatUnknown] or [i18n.ErrLocaleNotFound].
func Decode(name string, locale i18n.Locale, data []byte) (map[string]Forms, []check.Finding, error) {
	var messages []*message.Message
	var found []check.Finding
	if ending, ours := goI18n[name]; ours {
		file := check.ReadFile("upload/active."+string(locale)+ending, data)
		messages, found = file.Messages, file.Findings
		for i := range found {
			found[i].File = ""
		}
	} else {
		file, err := format.Decode(name, string(locale), data)
		var at *format.SyntaxError
		switch {
		case errors.Is(err, format.ErrUnknown):
			return nil, nil, ErrFormatUnknown.With("format", name, "available", Formats())
		case errors.Is(err, message.ErrNoRules):
			return nil, nil, i18n.ErrLocaleNotFound.With("locale", locale).Because(err)
		case errors.As(err, &at):
			found = []check.Finding{{
				Check: "F03", Severity: check.Error, Locale: string(locale), Line: at.Line, Col: at.Col, Word: "F03-reason", Facts: check.Facts{"Reason": at.Reason},
			}}
		case err != nil:
			return nil, nil, err
		}
		messages = file.Messages
	}
	texts := make(map[string]Forms, len(messages))
	for _, m := range messages {
		texts[m.ID] = m.Forms
	}
	return texts, found, nil
}
