package worktree

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// localeOf is the locale that a file of messages is named by.
func localeOf(name string) (i18n.Locale, bool) {
	if !check.IsMessageFile(path.Base(name)) {
		return "", false
	}
	locale, _ := check.LocaleOf(name)
	return i18n.Locale(locale), locale != ""
}

// messagesOf reads the texts of a file by message. A file that cannot be read is an error; none has no messages.
func messagesOf(name string, data []byte) (map[string]translation.Forms, error) {
	texts := map[string]translation.Forms{}
	if data == nil {
		return texts, nil
	}
	file := check.ReadFile(name, data)
	if file.Broken || len(file.Held) > 0 {
		return nil, fmt.Errorf("%s cannot be read whole", name)
	}
	for _, m := range file.Messages {
		texts[m.ID] = m.Forms
	}
	return texts, nil
}

// sides are three versions of a file's texts.
type sides struct{ base, ours, theirs map[string]translation.Forms }

func sidesOf(name string, base, ours, theirs []byte) (s sides, err error) {
	s.base, err = messagesOf(name, base)
	if err == nil {
		s.ours, err = messagesOf(name, ours)
	}
	if err == nil {
		s.theirs, err = messagesOf(name, theirs)
	}
	return s, err
}

// changed lists the messages that one side changed, or both to different texts, in alphabetical order.
func (s sides) changed(where translation.Side) []string {
	ids := map[string]bool{}
	for _, texts := range []map[string]translation.Forms{s.base, s.ours, s.theirs} {
		for id := range texts {
			ids[id] = true
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(ids)), func(id string) bool {
		return translation.Changed(translation.RevisionOf(s.base[id]), translation.RevisionOf(s.ours[id]), translation.RevisionOf(s.theirs[id])) != where
	})
}

// write puts messages into a file; all its other bytes stay.
func write(name string, data []byte, ids []string, texts map[string]translation.Forms) ([]byte, error) {
	file, err := format.ReadDocument(name, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, id := range ids {
		file, err = file.Set(id, texts[id])
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, id, err)
		}
	}
	return file.Data(), nil
}
