package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/i18ntest/large"
	"github.com/hallyu-store/hallyu/internal/bench/load"
)

var words = Experiment{
	Name: "words",
	About: "A text looked up by who speaks one locale, against go-i18n's Localize of the same message, in the bench's own process; a file of " +
		"strings from the real binary against a page of the storefront of the same size; and a project of 40 locales of 5,000 messages: " +
		"checked, built and reloaded in the bench's own process, then edited on disk and by the API beneath the real binary on all cores.",
	Run: func(ctx context.Context, b *Bench) error {
		return errors.Join(b.compareLookups(ctx), b.compareStrings(ctx), b.measureHugeProject(ctx))
	},
}

// lookup is a message looked up by both libraries.
type lookup struct {
	what         string // the beginning of its floor's name
	ours, theirs func()
}

// compareLookups looks the same messages up here and in go-i18n.
func (b *Bench) compareLookups(ctx context.Context) error {
	lookups, err := newLookups(b.scaleFolder("words-few"))
	if err != nil {
		return err
	}
	table := Table{Head: []string{"looked up", "hallyu", "allocations", "go-i18n", "allocations", "ratio"}}
	for _, l := range lookups {
		rounds, err := b.Interleave(ctx, b.calling("hallyu", l.ours), b.calling("go-i18n", l.theirs))
		if err != nil {
			return err
		}
		ratio := rounds[0].RateRatio(rounds[1])
		table.Add(l.what, perCall(rounds[0]), testing.AllocsPerRun(1000, l.ours), perCall(rounds[1]), testing.AllocsPerRun(1000, l.theirs), ratio)
		b.Judge(l.what+" / go-i18n: look-ups/s", ratio)
	}
	b.Table(table)
	return nil
}

// perCall is what one call took.
func perCall(r Rounds) string { return fmt.Sprintf("%.0f ns", 1e9/r.Rate()) }

// otherMessages is how many messages there are beside those that are looked up.
const otherMessages = 1000

// newLookups reads two messages from files of many, and gives go-i18n the same.
func newLookups(folder string) ([]lookup, error) {
	english := map[string]string{"plain": "Hello", "named": "Hi {{.Name}}"}
	korean := map[string]string{"plain": "안녕", "named": "안녕 {{.Name}}"}
	for i := range otherMessages {
		english[large.ID(i)], korean[large.ID(i)] = fmt.Sprint("Text ", i), fmt.Sprint("글 ", i)
	}
	if err := writeFiles(folder, map[string]string{"app/active.en.toml": tomlOf(english), "app/active.ko.toml": tomlOf(korean)}); err != nil {
		return nil, err
	}
	project, err := openWords(folder).Current().Project("app")
	if err != nil {
		return nil, err
	}
	bundle := goi18n.NewBundle(language.English)
	err = errors.Join(addAll(bundle, language.English, english), addAll(bundle, language.Korean, korean))
	if err != nil {
		return nil, err
	}
	speaker, localizer := project.In("ko"), goi18n.NewLocalizer(bundle, "ko")
	args := map[string]any{"Name": "Dal"}
	plain, named := &goi18n.LocalizeConfig{MessageID: "plain"}, &goi18n.LocalizeConfig{MessageID: "named", TemplateData: args}
	same := speaker.Text("plain", nil) == localizer.MustLocalize(plain) && speaker.Text("named", args) == localizer.MustLocalize(named)
	if !same {
		return nil, errors.New("the two sides do not say the same")
	}
	return []lookup{
		{"text without arguments", func() { speaker.Text("plain", nil) }, func() { localizer.MustLocalize(plain) }},
		{"text with an argument", func() { speaker.Text("named", args) }, func() { localizer.MustLocalize(named) }},
	}, nil
}

func tomlOf(texts map[string]string) string {
	var file strings.Builder
	for id, text := range texts {
		fmt.Fprintf(&file, "%q = %q\n", id, text)
	}
	return file.String()
}

func addAll(bundle *goi18n.Bundle, tag language.Tag, texts map[string]string) error {
	var messages []*goi18n.Message
	for id, text := range texts {
		messages = append(messages, &goi18n.Message{ID: id, Other: text})
	}
	return bundle.AddMessages(tag, messages...)
}

// openWords reads a folder of locale files, and says nothing.
func openWords(folder string) *i18n.Reloader {
	return i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Directory(folder)}, Log: slog.New(slog.DiscardHandler)})
}

// calling calls a function for a round, one call after the other.
func (b *Bench) calling(name string, call func()) Side {
	const atOnce = 1000 // between two looks at the clock
	return Side{name, func(context.Context) (load.Sample, error) {
		calls, begun := 0, time.Now()
		for time.Since(begun) < b.Round {
			for range atOnce {
				call()
			}
			calls += atOnce
		}
		return load.Sample{Rate: float64(calls) / time.Since(begun).Seconds()}, nil
	}}
}

// compareStrings loads a file of strings and a page of the storefront that is as long.
func (b *Bench) compareStrings(ctx context.Context) error {
	folder := b.scaleFolder("words-served")
	server, err := b.Demo(ctx, "HALLYU_LOCALES="+folder)
	if err != nil {
		return err
	}
	defer stopAll(server)
	page, size, err := server.hotPage(ctx)
	if err != nil {
		return err
	}
	if err := writeFiles(folder, map[string]string{"app/active.en.toml": stringsOf(size)}); err != nil {
		return err
	}
	const file = "/v1/strings/app/production/en.flat.json"
	got, err := server.fetchSoon(ctx, file)
	if err != nil {
		return err
	}
	if off := len(got.body) - size; off < -100 || off > 100 {
		return fmt.Errorf("%d bytes of strings against %d of a page", len(got.body), size)
	}
	c, err := b.compare(ctx, fmt.Sprintf("strings of %d bytes, page of %d", len(got.body), size),
		asked{server, [][]byte{get(file, plain)}, http.StatusOK}, asked{server, [][]byte{get(page, plain)}, http.StatusOK})
	if err != nil {
		return err
	}
	b.printComparisons("storefront page", []comparison{c})
	b.Judge("strings / storefront page: requests/s", c.ours.RateRatio(c.theirs))
	return nil
}

// stringsOf is a file of messages whose flat JSON has so many bytes.
func stringsOf(size int) string {
	const each = 100 // bytes of a message there
	frame := len("  \"m000\": \"\",\n")
	var file strings.Builder
	for i := range size / each {
		fmt.Fprintf(&file, "m%03d = %q\n", i, strings.Repeat("word ", each)[:each-frame])
	}
	return file.String()
}

// fetchSoon asks until there is what is asked for: the server sees a file when it looks for the next time.
func (s *Server) fetchSoon(ctx context.Context, path string) (*reply, error) {
	begun := time.Now()
	for {
		got, err := s.fetch(ctx, path)
		if err == nil || time.Since(begun) > time.Minute {
			return got, err
		}
	}
}

// writeFiles writes files below a folder, each in the place of the old one at once.
func writeFiles(folder string, files map[string]string) error {
	for name, content := range files {
		path := filepath.Join(folder, name)
		err := os.MkdirAll(filepath.Dir(path), 0o750)
		if err == nil {
			err = os.WriteFile(path+".new", []byte(content), 0o600)
		}
		if err == nil {
			err = os.Rename(path+".new", path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
