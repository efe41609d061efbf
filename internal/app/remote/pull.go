package remote

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

type packPull struct {
	Server `embed:""`
	Pack   string `arg:"" help:"Slug or id of the pack."`
	To     string `arg:"" type:"path" help:"Folder to make, or a file that ends in .zip or .wastickers."`
	As     string `default:"hallyu" enum:"hallyu,whatsapp,wastickers,telegram,line,signal,misskey" help:"Layout: ${enum}."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// ErrPresent says that what was to be made is there already; it was left alone.
var ErrPresent = errors.New("is there already")

// Run fetches a draft and says what the layout has no place for.
func (p packPull) Run(ctx context.Context, t Terminal) error {
	_, err := os.Lstat(p.To)
	if err == nil {
		return t.fail(ErrPresent, "cli.present", "Path", p.To)
	}
	client := p.client(t)
	report, err := client.ExportReport(ctx, p.Pack, p.As)
	if err != nil {
		return p.reached(t, err)
	}
	archive, err := client.ExportPack(ctx, p.Pack, p.As)
	if err != nil {
		return p.reached(t, err)
	}
	err = p.keep(archive)
	if err != nil {
		return err
	}
	return p.say(t, report)
}

// keep writes the archive, or what is in it: its names are plain ones, whatever the server says.
func (p packPull) keep(archive []byte) error {
	if ext := filepath.Ext(p.To); strings.EqualFold(ext, ".zip") || strings.EqualFold(ext, ".wastickers") {
		return os.WriteFile(p.To, archive, 0o644)
	}
	folder, err := packfile.OpenArchive(archive)
	if err != nil {
		return err
	}
	err = os.MkdirAll(p.To, 0o755)
	for name, data := range folder {
		if err == nil {
			err = os.WriteFile(filepath.Join(p.To, name), data, 0o644)
		}
	}
	return err
}

func (p packPull) say(t Terminal, report api.Report) error {
	if p.JSON {
		return PrintJSON(t.Stdout, map[string]any{"path": p.To, "findings": append([]api.Finding{}, report.Findings...)})
	}
	for _, f := range once(received(report.Findings)) {
		fmt.Fprintln(t.Stdout, findingLine(t, f))
	}
	_, err := fmt.Fprintln(t.Stdout, t.t("cli.pulled", "Pack", p.Pack, "Path", p.To))
	return err
}
