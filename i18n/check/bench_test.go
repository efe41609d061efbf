package check

import (
	"fmt"
	"os"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// BenchmarkWhole checks a project of 40 locales with 5,000 messages each, made of the program's own words.
func BenchmarkWhole(b *testing.B) {
	var files []File
	locales := []string{"en", "ko", "ja", "id", "ms", "fil", "th", "vi", "es", "ar"}
	regions := []string{"", "-US", "-CA", "-KR"}
	for _, locale := range locales {
		data, err := os.ReadFile("../locales/store/active." + locale + ".toml")
		if err != nil {
			b.Fatal(err)
		}
		read := ReadFile("store/active."+locale+".toml", data)
		for _, region := range regions {
			file := read
			file.Locale, file.Messages = locale+region, nil
			for n := 0; len(file.Messages) < 5000; n++ {
				m := read.Messages[n%len(read.Messages)]
				again := &message.Message{ID: fmt.Sprintf("%s.%d", m.ID, n/len(read.Messages)), Description: m.Description, Forms: m.Forms}
				file.Messages = append(file.Messages, again)
			}
			files = append(files, file)
		}
	}
	for b.Loop() {
		Whole(files, Project{Source: "en"})
	}
}
