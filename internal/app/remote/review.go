package remote

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/hallyu-store/hallyu/api"
)

// Named is a pack of a store: by its slug, or by the folder that it was pushed from.
type Named struct {
	Server `embed:""`
	Pack   string `arg:"" help:"Slug or id of the pack, or its folder."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// name is what the store knows the pack by.
func (n Named) name() (string, error) {
	info, err := os.Stat(n.Pack)
	if err != nil || !info.IsDir() {
		return n.Pack, nil
	}
	pack, err := source{Path: n.Pack}.read()
	return pack.File.Slug, err
}

type packSubmit struct{ Named }

// submitReport is what came of a submission.
type submitReport struct {
	Pack    string `json:"pack"`
	Release int    `json:"release"`
	State   string `json:"state"`
}

// Run freezes the draft into a release that waits for a decision. A draft that was submitted already is
// not submitted again.
func (p packSubmit) Run(ctx context.Context, t Terminal) error {
	name, err := p.name()
	if err != nil {
		return err
	}
	release, err := p.client(t).SubmitPack(ctx, name)
	if err != nil {
		return reached(err)
	}
	if p.JSON {
		return PrintJSON(t.Stdout, submitReport{release.Pack, release.Number, release.State})
	}
	_, err = fmt.Fprintf(t.Stdout, "release %d: %s\n", release.Number, release.State)
	return err
}

type packStatus struct{ Named }

// statusReport is how far a pack is.
type statusReport struct {
	Pack     string        `json:"pack"`
	Slug     string        `json:"slug"`
	State    string        `json:"state"`
	Current  int           `json:"current"`
	Releases []api.Release `json:"releases"`
}

// Run prints the pack's state and the review of each release.
func (p packStatus) Run(ctx context.Context, t Terminal) error {
	name, err := p.name()
	if err != nil {
		return err
	}
	client := p.client(t)
	pack, err := client.StaffPack(ctx, name)
	if err != nil {
		return reached(err)
	}
	releases, err := client.Releases(ctx, pack.ID)
	if err != nil {
		return reached(err)
	}
	report := statusReport{pack.ID, pack.Slug, pack.State, pack.Current, releases.Items}
	if p.JSON {
		return PrintJSON(t.Stdout, report)
	}
	return report.say(t.Stdout, shortcodes(pack))
}

// shortcodes are those of a pack's stickers, by id.
func shortcodes(pack api.StaffPack) map[string]string {
	codes := map[string]string{}
	for _, sticker := range pack.Stickers {
		codes[sticker.ID] = sticker.Shortcode
	}
	return codes
}

func (r statusReport) say(w io.Writer, shortcodes map[string]string) error {
	line := fmt.Sprintf("%s: %s\n", r.Slug, r.State)
	for _, release := range r.Releases {
		line += fmt.Sprintf("release %d: %s", release.Number, release.State)
		if release.Number == r.Current {
			line += ", on sale"
		}
		line += "\n"
		for _, step := range release.Steps {
			line += fmt.Sprintf("  %s  %s %s\n", step.At.Format("2006-01-02 15:04"), step.State, step.Note)
			for _, reason := range step.Reasons {
				line += fmt.Sprintf("    %s: %s [%s] %s\n", about(shortcodes, reason.Sticker, r.Slug), reason.Text, reason.Code, reason.Note)
			}
		}
	}
	_, err := io.WriteString(w, line)
	return err
}

// about is what a reason is about: a sticker by its shortcode, by its id where the draft has it no more, or
// the pack.
func about(shortcodes map[string]string, sticker, slug string) string {
	if sticker == "" {
		return slug
	}
	return cmp.Or(shortcodes[sticker], sticker)
}
