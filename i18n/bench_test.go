package i18n

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	many "github.com/hallyu-store/hallyu/i18n/i18ntest/large"
)

// large is a tree of ten locales with 3,000 messages each.
func large() tree {
	files := newTree()
	for _, l := range ten {
		files.write("app/active."+string(l)+".toml", largeFile(l, "Text"))
	}
	return files
}

func largeFile(l Locale, word string) string {
	var content strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&content, "\"group.message%d\" = \"%s number %d for {{.Name}} in %s\"\n", i, word, i, l)
	}
	return content.String()
}

// huge is a tree of forty locales with 5,000 messages each.
func huge() tree {
	files := newTree()
	for _, l := range many.Tags() {
		files.write("app/active."+l+".toml", many.File("Text"))
	}
	return files
}

// BenchmarkHugeReload makes one changed file of forty live.
func BenchmarkHugeReload(b *testing.B) { benchmarkReload(b, huge(), many.File) }

// BenchmarkHugeBuild makes the bundle of forty locales of messages that are read already.
func BenchmarkHugeBuild(b *testing.B) { benchmarkBuild(b, huge()) }

// BenchmarkLocalize is what BenchmarkText is compared with: go-i18n's own look-up.
func BenchmarkLocalize(b *testing.B) {
	bundle := goi18n.NewBundle(language.English)
	if err := bundle.AddMessages(language.English, &goi18n.Message{ID: "a", Other: "A"}, &goi18n.Message{ID: "n", Other: "Hi {{.Name}}"}); err != nil {
		b.Fatal(err)
	}
	localizer := goi18n.NewLocalizer(bundle, "ko", "en")
	for name, config := range map[string]*goi18n.LocalizeConfig{
		"plain": {MessageID: "a"}, "argument": {MessageID: "n", TemplateData: map[string]any{"Name": "Dal"}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := localizer.LocalizeWithTag(config); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOpen reads, checks and builds everything, as at the program's start.
func BenchmarkOpen(b *testing.B) {
	files := large()
	for b.Loop() {
		open(files)
	}
}

// BenchmarkReload makes one changed file live.
func BenchmarkReload(b *testing.B) {
	benchmarkReload(b, large(), func(word string) string { return largeFile("ko", word) })
}

func benchmarkReload(b *testing.B, files tree, file func(word string) string) {
	r := open(files)
	for i := 0; b.Loop(); i++ {
		files.write("app/active.ko.toml", file(fmt.Sprint("Text", i)))
		r.Reload()
	}
}

// BenchmarkBuild makes the bundle of messages that are read already.
func BenchmarkBuild(b *testing.B) { benchmarkBuild(b, large()) }

func benchmarkBuild(b *testing.B, files tree) {
	p, _ := open(files).Current().Project("app")
	c := Content{Name: "app", Source: "en", Messages: map[Locale][]*Message{}}
	for l, t := range p.texts {
		c.Messages[l] = slices.Collect(maps.Values(t.Messages()))
	}
	for b.Loop() {
		if _, err := NewProject(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkText(b *testing.B) {
	r := open(newTree("app/active.en.toml", "a = \"A\"\nn = \"Hi {{.Name}}\"\n[p]\none = \"{{.count}} thing\"\nother = \"{{.count}} things\"",
		"app/active.ko.toml", "n = \"안녕 {{.Name}}\""))
	p, _ := r.Current().Project("app")
	args := map[string]any{"Name": "Dal"}
	korean, english := p.In("ko"), p.In("en")
	for name, run := range map[string]func(){
		"speaker":  func() { korean.Text("a", nil) },
		"named":    func() { korean.Text("n", args) },
		"counted":  func() { english.Localize(Request{ID: "p", Count: 3}) },
		"plain":    func() { p.Text("ko", "a", nil) },
		"argument": func() { p.Text("ko", "n", args) },
		"plural":   func() { p.Localize("en", Request{ID: "p", Count: 3}) },
		"regional": func() { p.Text("ko-KR", "a", nil) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run()
			}
		})
	}
}
