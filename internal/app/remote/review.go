package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
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
// not submitted again. What it lacks is said as findings.
func (p packSubmit) Run(ctx context.Context, t Terminal) error {
	name, err := p.name()
	if err != nil {
		return err
	}
	client := p.client(t)
	release, err := client.SubmitPack(ctx, name)
	var refusal *api.Problem
	if errors.As(err, &refusal) && len(refusal.Errors) > 0 {
		return p.refused(ctx, t, name, refusal)
	}
	if err != nil {
		return p.reached(t, err)
	}
	if p.JSON {
		return PrintJSON(t.Stdout, submitReport{release.Pack, release.Number, release.State})
	}
	_, err = fmt.Fprintf(t.Stdout, "%s: %s\n", t.t("studio.release.number", "Number", release.Number), t.t("studio.state."+release.State))
	return err
}

// refused prints what the draft lacks, by sticker and, where the pack is named by its folder, by line.
func (p packSubmit) refused(ctx context.Context, t Terminal, name string, refusal *api.Problem) error {
	pack, err := p.client(t).StaffPack(ctx, name)
	if err != nil {
		return errors.Join(refusal, err)
	}
	findings := lacks(pack, refusal.Errors)
	data, err := os.ReadFile(filepath.Join(p.Pack, packfile.Name))
	if err == nil {
		findings = packfile.Place(data, findings)
	}
	if p.JSON {
		err = PrintJSON(t.Stdout, map[string]any{"findings": findings})
	} else {
		err = writeFindings(t, findings)
	}
	return errors.Join(err, t.fail(ErrFindings, "cli.unsubmitted"))
}

// lacks turns a server's field errors on a draft into findings: a sticker's are told by its shortcode, or by
// its place from 1 where it has none.
func lacks(pack api.StaffPack, fields []api.FieldError) []packfile.Finding {
	var findings []packfile.Finding
	for _, e := range fields {
		f := packfile.Finding{
			Code: e.Code, Severity: packfile.Error, Platform: packfile.Platform, Pointer: e.Pointer, Message: e.Detail,
		}
		if rest, is := strings.CutPrefix(e.Pointer, "/stickers/"); is {
			index, _, _ := strings.Cut(rest, "/")
			if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(pack.Stickers) {
				f.Sticker = cmp.Or(pack.Stickers[i].Shortcode, "#"+strconv.Itoa(i+1))
			}
		}
		findings = append(findings, f)
	}
	return findings
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
		return p.reached(t, err)
	}
	releases, err := client.Releases(ctx, pack.ID)
	if err != nil {
		return p.reached(t, err)
	}
	report := statusReport{pack.ID, pack.Slug, pack.State, pack.Current, releases.Items}
	if p.JSON {
		return PrintJSON(t.Stdout, report)
	}
	return report.tell(t, shortcodes(pack))
}

// shortcodes are those of a pack's stickers, by id.
func shortcodes(pack api.StaffPack) map[string]string {
	codes := map[string]string{}
	for _, sticker := range pack.Stickers {
		codes[sticker.ID] = sticker.Shortcode
	}
	return codes
}

func (r statusReport) tell(t Terminal, shortcodes map[string]string) error {
	line := fmt.Sprintf("%s: %s\n", r.Slug, t.t("studio.state."+r.State))
	for _, release := range r.Releases {
		line += t.t("studio.release.number", "Number", release.Number) + ": " + t.t("studio.state."+release.State)
		if release.Number == r.Current && r.State == "on_sale" {
			line += ", " + t.t("studio.state.on_sale")
		}
		line += "\n"
		for _, step := range release.Steps {
			line += fmt.Sprintf("  %s  %s %s\n", step.At.Format("2006-01-02 15:04"), t.t("studio.state."+step.State), step.Note)
			for _, reason := range step.Reasons {
				line += fmt.Sprintf("    %s: %s [%s] %s\n", about(shortcodes, reason.Sticker, r.Slug), reason.Text, reason.Code, reason.Note)
			}
		}
	}
	_, err := io.WriteString(t.Stdout, line)
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
