package packs

import (
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var reportTemplate = frame.Parse(templates, "head.html", "report.html", "parts.html")

// reportPage lists every finding on the draft, by platform.
type reportPage struct {
	head
	Platforms []platform
	Known     int // pictures of which all is known
	Total     int
}

// platform is what one platform says of the pack.
type platform struct {
	Name     string // its id
	Title    string // as people call it
	Findings []finding
	Errors   int
	Warnings int
}

// finding is one thing to know, with the way to mend it.
type finding struct {
	Severity packfile.Severity
	Text     string
	Measured string
	Limit    string
	Advice   string   // what to do
	Sticker  string   // shortcode; "" for the pack
	Picture  *picture // of the sticker
	Fix      string   // address where it is mended
}

func (r *room) report(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	h, err := r.head(v, d, "/report")
	if err != nil {
		return err
	}
	found, err := r.Catalog.Report(v.Request().Context(), by(v), d.Pack.ID)
	p := reportPage{head: h, Platforms: platformsOf(v, d, worded(v, found.Findings)), Known: found.Done, Total: found.Total}
	return show(v, reportTemplate, p, err)
}

// worded puts findings into the reader's words.
func worded(v *frame.Visit, findings []packfile.Finding) []packfile.Finding {
	return report.Word(findings, func(id string, args map[string]any) string {
		return v.Voice.Words.Text(string(v.Voice.Locale), id, args)
	})
}

// platformsOf groups findings, each platform where it is named first.
func platformsOf(v *frame.Visit, d catalog.Draft, findings []packfile.Finding) []platform {
	platforms := []platform{{Name: packfile.Platform, Title: packfile.Platform}}
	at := map[string]int{packfile.Platform: 0}
	for _, f := range findings {
		i, known := at[f.Platform]
		if !known {
			i = len(platforms)
			at[f.Platform] = i
			platforms = append(platforms, platform{Name: f.Platform, Title: titleOf(f.Platform)})
		}
		platforms[i].Findings = append(platforms[i].Findings, findingOf(v, d, f))
		switch f.Severity {
		case packfile.Error:
			platforms[i].Errors++
		case packfile.Warn:
			platforms[i].Warnings++
		}
	}
	return platforms
}

func titleOf(platform string) string {
	p, known := profile.Of(platform)
	if !known {
		return platform
	}
	return p.Name
}

// findingOf words a finding and says where it is mended: at the sticker, or among the pack's words.
func findingOf(v *frame.Visit, d catalog.Draft, f packfile.Finding) finding {
	made := finding{
		Severity: f.Severity, Text: f.Message, Advice: f.Fix, Measured: f.Measured, Limit: f.Limit,
		Sticker: f.Sticker, Fix: address(d.Pack.ID, "/words"),
	}
	if f.Code == "stickers-missing" {
		made.Fix = address(d.Pack.ID, "")
	}
	for _, s := range d.Stickers {
		if f.Sticker != "" && s.Shortcode == f.Sticker {
			p := s.Picture(i18n.Chain(v.Voice.Locale))
			small := shown(p, p.Thumb)
			made.Picture, made.Fix = &small, stickerAddress(d, s.ID)
		}
	}
	return made
}
