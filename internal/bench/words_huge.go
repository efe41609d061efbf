package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/i18ntest/large"
	"github.com/hallyu-store/hallyu/internal/bench/load"
)

// savedMessages is how many messages are saved, one after the other.
const savedMessages = 200

// measureHugeProject measures what a project of 40 locales of 5,000 messages costs its translators.
func (b *Bench) measureHugeProject(ctx context.Context) error {
	folder := filepath.Join(b.scaleFolder("words"), "locales")
	files := map[string]string{}
	for _, tag := range large.Tags() {
		files["app/active."+tag+".toml"] = large.File("Text")
	}
	if err := writeFiles(folder, files); err != nil {
		return err
	}
	table := Table{Head: []string{fmt.Sprintf("%d locales of %d messages", len(files), large.Messages), "median", "slowest"}}
	for _, measure := range []func(*Table) error{
		b.timeChecks,
		func(t *Table) error { return b.timeRebuild(t, files) },
		func(t *Table) error { return b.timeReload(t, folder) },
		func(t *Table) error { return b.timeEdits(ctx, t, folder) },
	} {
		if err := measure(&table); err != nil {
			return err
		}
	}
	b.Table(table)
	return nil
}

// timeWork runs work once a round, after one that warms up, adds the times to a table and judges their median,
// in seconds.
func (b *Bench) timeWork(table *Table, what, floor string, work func(round int) error) error {
	var took []time.Duration
	for round := range b.Rounds + 1 {
		begun := time.Now()
		if err := work(round); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if round > 0 {
			took = append(took, time.Since(begun))
		}
	}
	table.Add(what, medianTime(took), maxTime(took))
	b.Judge(floor, medianTime(took).Seconds())
	return nil
}

func (b *Bench) timeChecks(table *Table) error {
	files, err := large.Words(i18n.Embedded().Files)
	if err != nil {
		return err
	}
	return b.timeWork(table, "all checks, of real sentences", "all checks", func(int) error {
		check.Whole(files, check.Project{Source: "en"})
		return nil
	})
}

// timeRebuild builds the project from messages that are read already.
func (b *Bench) timeRebuild(table *Table, files map[string]string) error {
	content := i18n.Content{Name: "app", Source: "en", Messages: map[i18n.Locale][]*i18n.Message{}}
	for name, text := range files {
		read := check.ReadFile(name, []byte(text))
		content.Messages[i18n.Locale(read.Locale)] = read.Messages
	}
	return b.timeWork(table, "whole rebuild", "whole rebuild", func(int) error {
		_, err := i18n.NewProject(content)
		return err
	})
}

// timeReload changes one file of a folder and has it read, checked and built into the project.
func (b *Bench) timeReload(table *Table, folder string) error {
	words := openWords(folder)
	var versions []string
	for round := range b.Rounds + 1 {
		versions = append(versions, large.File(fmt.Sprint("Reloaded", round)))
	}
	return b.timeWork(table, "one changed file read, checked and built", "changed file read and built", func(round int) error {
		err := writeFiles(folder, map[string]string{"app/active.ko.toml": versions[round]})
		if err == nil && !words.Reload() {
			err = errors.New("nothing changed")
		}
		return err
	})
}

// timeEdits has the real binary serve the folder, and changes it on disk and by the API.
func (b *Bench) timeEdits(ctx context.Context, table *Table, folder string) error {
	command, err := b.scaleCommand(ctx, "words")
	if err != nil {
		return err
	}
	server, err := b.startFree(ctx, command)
	if err != nil {
		return err
	}
	defer stopAll(server)
	err = b.timeWork(table, "one changed file, from its save until it is served", "changed file served", func(round int) error {
		return server.changeFile(ctx, folder, fmt.Sprint("Edited", round))
	})
	if err != nil {
		return err
	}
	saves, err := b.timeSaves(ctx, server, command)
	if err != nil {
		return err
	}
	table.Add("one message saved by the API, p50 and p99", saves.P50, saves.P99)
	b.Judge("message saved: p99", saves.P99.Seconds()*1000)
	return nil
}

// changeFile writes a file of texts that begin with a word, and asks for them until they are served.
func (s *Server) changeFile(ctx context.Context, folder, word string) error {
	const file = "/v1/strings/app/production/ko.flat.json"
	before, err := s.fetchSoon(ctx, file)
	if err == nil {
		err = writeFiles(folder, map[string]string{"app/active.ko.toml": large.File(word)})
	}
	known := ""
	if err == nil {
		known = "If-None-Match: " + before.header.Get("Etag")
	}
	for begun := time.Now(); err == nil; {
		var got *reply
		got, err = s.fetch(ctx, file, known)
		if err == nil && got.status == http.StatusOK {
			return nil
		}
		if err == nil && time.Since(begun) > time.Minute {
			err = errors.New("a file was not seen for a minute")
		}
	}
	return err
}

// timeSaves saves messages by the API, one after the other.
func (b *Bench) timeSaves(ctx context.Context, server *Server, command Command) (load.Sample, error) {
	key, err := translatorKey(ctx, command)
	if err != nil {
		return load.Sample{}, err
	}
	client := &api.Client{URL: "http://" + server.Addr, Key: key}
	var took []time.Duration
	begun := time.Now()
	for n := range savedMessages {
		edit := api.TranslationEdit{Forms: map[string]string{"other": fmt.Sprintf("저장 %d: {{.Name}}", n)}}
		sent := time.Now()
		if _, err := client.SetTranslation(ctx, "app", "ko", large.ID(n*20), "", edit); err != nil {
			return load.Sample{}, err
		}
		took = append(took, time.Since(sent))
	}
	return load.Summarize(took, time.Since(begun)), nil
}

// translatorKey makes an account that may save messages.
func translatorKey(ctx context.Context, command Command) (string, error) {
	create := exec.CommandContext(ctx, command.Path, "admin", "account", "create", "translator@example.com", "--role", "translator", "--json")
	create.Env, create.Stderr = append(os.Environ(), command.Env...), os.Stderr
	out, err := create.Output()
	if err != nil {
		return "", err
	}
	var account struct{ Key string }
	err = json.Unmarshal(out, &account)
	return account.Key, err
}
