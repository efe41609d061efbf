// Package large makes a project of forty locales with 5,000 messages each, for measurements. It does not import
// package i18n, whose own benchmarks use it.
package large

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Messages is how many messages each locale has.
const Messages = 5000

const tags = `en ko ja zh-Hans zh-Hant es fr de it pt ru uk pl cs sk hu ro bg sr hr sl el tr ar he fa ur hi bn ta te th vi id ms fil km lo my mn`

// Tags are the forty locales.
func Tags() []string { return strings.Fields(tags) }

// ID is the id of a message, by its number from 0.
func ID(number int) string { return fmt.Sprintf("group.message%d", number) }

// File is the TOML of a locale: texts with an argument that begin with a word.
func File(word string) string {
	var content strings.Builder
	for i := range Messages {
		fmt.Fprintf(&content, "%q = \"%s number %d for {{.Name}}\"\n", ID(i), word, i)
	}
	return content.String()
}

// Words are forty files of 5,000 messages made of the program's own words, which a folder of locale files has in
// ten languages: real sentences for the checker, again under other ids and for the regions of a language.
func Words(locales fs.FS) ([]check.File, error) {
	var files []check.File
	for _, locale := range []string{"en", "ko", "ja", "id", "ms", "fil", "th", "vi", "es", "ar"} {
		name := "store/active." + locale + ".toml"
		data, err := fs.ReadFile(locales, name)
		if err != nil {
			return nil, err
		}
		read := check.ReadFile(name, data)
		for _, region := range []string{"", "-US", "-CA", "-KR"} {
			file := read
			file.Locale, file.Messages = locale+region, again(read.Messages)
			files = append(files, file)
		}
	}
	return files, nil
}

// again repeats messages under ids of their own until there are enough.
func again(messages []*message.Message) []*message.Message {
	var all []*message.Message
	for n := range Messages {
		m := messages[n%len(messages)]
		all = append(all, &message.Message{ID: fmt.Sprintf("%s.%d", m.ID, n/len(messages)), Description: m.Description, Forms: m.Forms})
	}
	return all
}
