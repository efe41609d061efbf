package remote

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
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

// Help says what the commands read beside their flags.
func (Pack) Help() string {
	return "init and check work offline. push, pull, submit and status speak to the store at HALLYU_SERVER with the key in " +
		"HALLYU_KEY, or in the file that HALLYU_KEY_FILE names. Findings are in the language of LC_ALL, LC_MESSAGES or LANG."
}

type packCheck struct {
	source
	JSON bool `name:"json" help:"Print JSON."`
}

// Run checks a pack for this store and every platform, and prints every finding. ErrFindings says that one is
// an error.
func (p packCheck) Run(ctx context.Context, t Terminal) error {
	pack, folder, err := p.asOurs()
	if err != nil {
		return err
	}
	bar := progress(t, p.JSON, 1, t.t("cli.pictures"))
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
	findings := inPlace(pack, append(pack.Findings, judged...))
	err = printFindings(t, p.JSON, findings)
	if err == nil && packfile.HasErrors(findings) {
		err = t.fail(ErrFindings, "cli.failed")
	}
	return err
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
	if heldBack(pack) || packfile.HasErrors(pack.Findings) && (p.Publish || len(images) == 0) {
		err := printFindings(t, p.JSON, pack.Findings)
		if err != nil {
			return err
		}
		return t.fail(ErrFindings, "cli.unsent")
	}
	pushed, err := p.push(ctx, t, pack, images)
	if err != nil {
		return p.reached(t, err)
	}
	pack.Findings = report.Word(pack.Findings, t.say)
	err = p.tell(t, pack, pushed)
	if err == nil && packfile.HasErrors(pack.Findings) {
		err = t.fail(ErrFindings, "cli.failed")
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
	return pushed, err
}

// upload sends the images that the store does not have, and returns the digests of all.
func (p packPush) upload(ctx context.Context, t Terminal, client *api.Client, folder fs.FS, names []string) (map[string]assets.Digest, error) {
	bar := progress(t, p.JSON, len(names), t.t("cli.pictures"))
	digests := make(map[string]assets.Digest, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		digest := hex.EncodeToString(sum[:])
		err = t.patiently(ctx, func() error {
			known, err := client.HasUpload(ctx, digest)
			if err == nil && !known {
				_, err = client.PutUpload(ctx, digest, data)
			}
			return err
		})
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

func (p packPush) tell(t Terminal, pack interop.Pack, report pushReport) error {
	if p.JSON {
		report.Findings = append(wire(pack), report.Findings...)
		return PrintJSON(t.Stdout, report)
	}
	err := writeFindings(t, together(pack.Findings, inPlace(pack, received(report.Findings))))
	if err != nil {
		return err
	}
	text := t.t("cli.pushed", "Pack", report.Slug, "ID", report.Pack)
	if p.Publish {
		text = t.t("cli.published", "Pack", report.Slug, "ID", report.Pack, "Number", report.Release)
	}
	_, err = fmt.Fprintln(t.Stdout, text)
	return err
}
