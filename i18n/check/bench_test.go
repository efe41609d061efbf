package check_test

import (
	"os"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/i18ntest/large"
)

// BenchmarkWhole checks a project of 40 locales with 5,000 messages each, made of the program's own words.
func BenchmarkWhole(b *testing.B) {
	files, err := large.Words(os.DirFS("../locales"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		check.Whole(files, check.Project{Source: "en"})
	}
}
