package packs

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var reportTemplate = frame.Parse(templates, "head.html", "report.html", "parts.html")

// reportPage lists every finding on the draft, by platform.
type reportPage struct {
	head
	Own    platform
	Others []platform
	Unfit  string // names of the platforms that take no packs of this kind
	Known  int    // pictures of which all is known
	Total  int
}

// platform is what one platform says of the pack.
type platform struct {
	Name     string // its id
	Title    string // as people call it, with the kind of pack in the reader's words
	Groups   []group
	Errors   int
	Warnings int
	Notes    int
}

// group is one thing to know, and of which stickers.
type group struct {
	Severity packfile.Severity
	Text     string
	Advice   string // what to do
	Places   []place
}

// place is where a thing is mended.
type place struct {
	Sticker string         // shortcode; "" for the pack
	Picture *frame.Picture // of the sticker
	Fix     string         // address
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
	found, err := r.Catalog.Report(v.Request().Context(), v.By(), d.Pack.ID)
	if err != nil {
		return err
	}
	p := reportPage{head: h, Known: found.Done, Total: found.Total}
	p.sort(v, d, v.Findings(found.Findings))
	return show(v, reportTemplate, p, nil)
}

// sort gives each finding to its platform. Every platform has a place, also one with nothing to say.
func (p *reportPage) sort(v *frame.Visit, d catalog.Draft, findings []packfile.Finding) {
	byPlatform := map[string][]packfile.Finding{}
	for _, f := range findings {
		byPlatform[f.Platform] = append(byPlatform[f.Platform], f)
	}
	var unfit []string
	for _, known := range profile.All() {
		made := platform{Name: known.ID, Title: titleOf(v, known)}
		of := byPlatform[known.ID]
		switch {
		case known.ID == profile.Own:
			p.Own = made.with(v, d, of)
		case slices.ContainsFunc(of, func(f packfile.Finding) bool { return f.Code == "platform-kind" }):
			unfit = append(unfit, made.Title)
		default:
			p.Others = append(p.Others, made.with(v, d, of))
		}
	}
	p.Unfit = strings.Join(unfit, " · ")
}

// kinds are the ends of profiles' ids that stand for one kind of pack among several of a platform.
var kinds = []string{"still", "animated", "emoji", "video"}

// titleOf is how people call a platform, and which of its kinds of packs is meant.
func titleOf(v *frame.Visit, p profile.Profile) string {
	_, kind, _ := strings.Cut(p.ID, "-")
	if !slices.Contains(kinds, kind) {
		return p.Name
	}
	return p.Name + " – " + v.Voice.T("studio.report.kind_"+kind)
}

// with puts findings that say the same together, in the order in which each is first said.
func (p platform) with(v *frame.Visit, d catalog.Draft, findings []packfile.Finding) platform {
	type same struct{ text, advice string }
	at := map[same]int{}
	for _, f := range findings {
		if f.Code == "platform-ready" {
			continue // which the platform's standing says
		}
		p.count(f.Severity)
		i, known := at[same{f.Message, f.Fix}]
		if !known {
			i = len(p.Groups)
			at[same{f.Message, f.Fix}] = i
			p.Groups = append(p.Groups, group{Severity: f.Severity, Text: f.Message, Advice: f.Fix})
		}
		p.Groups[i].Places = append(p.Groups[i].Places, placeOf(v, d, f))
	}
	return p
}

func (p *platform) count(s packfile.Severity) {
	switch s {
	case packfile.Error:
		p.Errors++
	case packfile.Warn:
		p.Warnings++
	default:
		p.Notes++
	}
}

// placeOf says where a finding is mended: at the sticker, or among the pack's words.
func placeOf(v *frame.Visit, d catalog.Draft, f packfile.Finding) place {
	made := place{Sticker: f.Sticker, Fix: address(d.Pack.ID, "/words")}
	if f.Code == "stickers-missing" || f.Code == "platform-count" || f.Code == "platform-mixed" {
		made.Fix = address(d.Pack.ID, "")
	}
	for _, s := range d.Stickers {
		if f.Sticker != "" && s.Shortcode == f.Sticker {
			p := s.Picture(i18n.Chain(v.Voice.Locale))
			small := frame.Shown(p, p.Thumb)
			made.Picture, made.Fix = &small, stickerAddress(d, s.ID)
		}
	}
	return made
}
