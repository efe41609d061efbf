package remote

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// Pack are the commands about packs.
type Pack struct {
	Init  packInit  `cmd:"" help:"Write a pack.yaml for a folder of images."`
	Check packCheck `cmd:"" help:"Check a pack's folder or ZIP, offline."`
	Push  packPush  `cmd:"" help:"Bring a pack's folder or ZIP into a store. What it has already is not sent again."`
	Pull  packPull  `cmd:"" help:"Fetch a pack's draft, in our layout or another platform's."`

	Submit packSubmit `cmd:"" help:"Ask reviewers to decide about a pack's draft."`
	Status packStatus `cmd:"" help:"Say how far a pack is, and what reviewers said."`
}

type packCheck struct {
	source
	JSON bool `name:"json" help:"Print JSON."`
}

// Run checks a pack for this store and every platform, and prints every finding. ErrFindings says that one is
// an error.
func (p packCheck) Run(ctx context.Context, t Terminal) error {
	folder, findings, err := p.asOurs()
	if err != nil {
		return err
	}
	bar := progress(t, p.JSON, 1, "pictures")
	exporter, closeDecoder := t.Decoder()
	judge := report.NewJudge(exporter)
	judged, err := judge.Folder(ctx, folder, func(n, of int) {
		bar.ChangeMax(of)
		_ = bar.Set(n)
	})
	err = errors.Join(err, closeDecoder())
	if err != nil {
		return err
	}
	_ = bar.Finish()
	findings = append(findings, judged...)
	err = printFindings(t, p.JSON, findings)
	if err == nil && packfile.HasErrors(findings) {
		err = ErrFindings
	}
	return err
}

// printFindings prints every finding as JSON, or those that ask for something to be done as lines.
func printFindings(t Terminal, asJSON bool, findings []packfile.Finding) error {
	findings = report.Word(findings, say(t.Language))
	if asJSON {
		return PrintJSON(t.Stdout, map[string]any{"findings": findings})
	}
	shown := 0
	for _, f := range findings {
		if f.Severity == packfile.Info {
			continue
		}
		shown++
		_, err := fmt.Fprintln(t.Stdout, findingLine(f))
		if err != nil {
			return err
		}
	}
	if shown == 0 {
		_, err := fmt.Fprintln(t.Stdout, "nothing to report")
		return err
	}
	return nil
}

// say gives the program's own words in a language.
func say(language string) report.Say {
	words := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
	locale := words.Negotiator().Header(language)
	return func(id string, args map[string]any) string { return words.Text(locale, id, args) }
}

// findingLine is a finding as compilers write them, so that editors find the place.
func findingLine(f packfile.Finding) string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col)
	}
	code := f.Code
	if f.Platform != packfile.Platform {
		code += ", " + f.Platform
	}
	line := fmt.Sprintf("%s: %s: %s [%s]", place, f.Severity, f.Message, code)
	if f.Fix != "" {
		line += "\n  " + f.Fix
	}
	return line
}

type packPush struct {
	Server `embed:""`
	source
	Publish bool `help:"Put the pack on sale at once, as its pack.yaml offers it."`
	JSON    bool `name:"json" help:"Print JSON."`
}

// Run checks the pack, sends the images that the store does not have, and makes or updates the draft. It
// may be broken off and run again at any moment. An image that cannot be sent holds back only itself, unless
// the pack is to be published: ErrFindings then says so, after all that could be done.
func (p packPush) Run(ctx context.Context, t Terminal) error {
	pack, err := p.read()
	if err != nil {
		return err
	}
	images := sendable(pack)
	if heldBack(pack.Findings) || packfile.HasErrors(pack.Findings) && (p.Publish || len(images) == 0) {
		err := printFindings(t, p.JSON, pack.Findings)
		if err != nil {
			return err
		}
		return ErrFindings
	}
	report, err := p.push(ctx, t, pack, images)
	if err != nil {
		return reached(err)
	}
	err = p.say(t, report)
	if err == nil && packfile.HasErrors(pack.Findings) {
		err = ErrFindings
	}
	return err
}

// push sends the images and then the pack.
func (p packPush) push(ctx context.Context, t Terminal, pack interop.Pack, images []string) (pushReport, error) {
	client := p.client(t)
	creators, err := client.Creators(ctx, "") // a key that opens nothing is refused in words, before anything is sent
	if err != nil {
		return pushReport{}, err
	}
	if pack.File.Creator == "" && len(creators.Items) == 1 {
		pack.File.Creator = creators.Items[0].Slug
	}
	digests, err := p.upload(ctx, t, client, pack.Files, images)
	if err != nil {
		return pushReport{}, err
	}
	pushed, err := p.importPack(ctx, client, pack.File.WithDigests(digests))
	pack.Findings = report.Word(pack.Findings, say(t.Language))
	pushed.Findings = append(wire(pack), pushed.Findings...)
	return pushed, err
}

// upload sends the images that the store does not have, and returns the digests of all.
func (p packPush) upload(ctx context.Context, t Terminal, client *api.Client, folder fs.FS, names []string) (map[string]assets.Digest, error) {
	bar := progress(t, p.JSON, len(names), "images")
	digests := make(map[string]assets.Digest, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		digest := hex.EncodeToString(sum[:])
		known, err := client.HasUpload(ctx, digest)
		if err == nil && !known {
			_, err = client.PutUpload(ctx, digest, data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		digests[name] = assets.Digest(digest)
		_ = bar.Add(1)
	}
	return digests, bar.Finish()
}

// progress is a bar on the terminal; none where a program reads.
func progress(t Terminal, asJSON bool, n int, of string) *progressbar.ProgressBar {
	if asJSON || !isTerminal(t.Stderr) {
		return progressbar.DefaultSilent(int64(n))
	}
	return progressbar.NewOptions(n, progressbar.OptionSetWriter(t.Stderr), progressbar.OptionSetDescription(of),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

func isTerminal(w io.Writer) bool {
	file, isFile := w.(*os.File)
	if !isFile {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// pushReport is what came of a push.
type pushReport struct {
	Pack     string        `json:"pack"`
	Slug     string        `json:"slug"`
	Version  int64         `json:"version"`
	Release  int           `json:"release,omitempty"`
	State    string        `json:"state"`
	Findings []api.Finding `json:"findings"`
}

func (p packPush) importPack(ctx context.Context, client *api.Client, file packfile.File) (pushReport, error) {
	imported, err := client.ImportPack(ctx, draftOf(file))
	if err != nil {
		return pushReport{}, err
	}
	pack := imported.Pack
	report := pushReport{Pack: pack.ID, Slug: pack.Slug, Version: pack.Version, State: pack.State, Findings: imported.Findings}
	if !p.Publish {
		return report, nil
	}
	release, err := client.PublishPack(ctx, pack.ID, api.Publication{})
	report.Release, report.State = release.Number, "on_sale"
	return report, err
}

func (p packPush) say(t Terminal, report pushReport) error {
	if p.JSON {
		return PrintJSON(t.Stdout, report)
	}
	for _, f := range report.Findings {
		fmt.Fprintf(t.Stdout, "%s: %s [%s]\n", f.Severity, f.Message, f.Code)
	}
	text := fmt.Sprintf("%s is in the store as %s, a draft", report.Slug, report.Pack)
	if p.Publish {
		text = fmt.Sprintf("%s is on sale as %s, release %d", report.Slug, report.Pack, report.Release)
	}
	_, err := fmt.Fprintln(t.Stdout, text)
	return err
}
