package store

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

var frontTemplate = page.Parse(templates, "shell.html", "cover.html", "front.html")

// frontPage is what a storefront shows first.
type frontPage struct {
	shell
	Moods []mood
	Story *story
	Rows  []row
}

// row is a section of the front page.
type row struct {
	ID     string
	Title  string
	Ranked bool // a chart: numbered
	Covers []cover
}

// story is one pack told large.
type story struct {
	cover
	Section string // title of the section that it stands for
	Text    string
	TextIn  i18n.Locale // "" for the page's own language
	Art     []picture   // the best known drawing first
}

func (s *shop) front(c echo.Context) error {
	return s.show(c, "", func(ctx context.Context, v visit) ([]byte, error) {
		sections := v.Sections()
		front := frontPage{
			shell: v.shell(v.voice.T("page.front.title", "Place", v.place()), ""),
			Moods: v.moods(ctx),
		}
		lead, told := leadOf(sections)
		var image picture
		if told {
			front.Story = v.story(ctx, lead)
			image = front.Story.Picture
		}
		front.Rows = v.rows(ctx, sections, lead)
		front.Card = v.card(front.Head, image)
		return frontTemplate.HTML(front)
	})
}

// lead is what the front page tells large.
type lead struct {
	section catalog.SectionKind
	title   string // message id
	pack    catalog.Listing
}

// leadOf chooses the first pack that was made for this region or this season; false when nothing is here.
func leadOf(sections []catalog.Section) (lead, bool) {
	for _, s := range sections {
		if s.Kind == catalog.SectionFeatured || s.Kind == catalog.SectionSeasonal {
			return lead{s.Kind, s.Title, s.Packs[0]}, true
		}
	}
	return lead{}, false
}

// artCount is how many drawings tell a story.
const artCount = 4

// story tells of one pack. Without its details it has its cover alone.
func (v visit) story(ctx context.Context, l lead) *story {
	told := &story{cover: v.cover(ctx, l.pack), Section: v.voice.T(l.title)}
	told.Art = []picture{told.Picture}
	detail, err := v.shop.Details.Detail(ctx, l.pack.Summary)
	if err == nil {
		text := detail.Description(v.Chain())
		told.Text, told.TextIn = text.Text, v.voice.Foreign(text.Locale)
		told.Art = v.art(detail, isFree(l.pack))
	}
	return told
}

// art picks drawings from all over the pack.
func (v visit) art(detail *catalog.Detail, free bool) []picture {
	views := detail.View(v.Chain())
	count := min(artCount, len(views))
	art := make([]picture, 0, count)
	for i := range count {
		art = append(art, still(views[i*len(views)/count].Picture, free))
	}
	return art
}

// fewest is how many packs a row has at least: fewer look like a shop that is closing.
const fewest = 3

// rows chooses the sections that show a pack which neither the rows before them nor the story showed.
// A small catalog has few; one that has any pack has at least one.
func (v visit) rows(ctx context.Context, sections []catalog.Section, told lead) []row {
	var rows []row
	shown := map[string]bool{}
	if told.section != "" {
		shown[told.pack.ID] = true
	}
	isFresh := func(l catalog.Listing) bool { return !shown[l.ID] }
	for _, section := range sections {
		if section.Kind == told.section {
			section.Packs = section.Packs[1:]
		}
		if len(section.Packs) < fewest || !slices.ContainsFunc(section.Packs, isFresh) {
			continue
		}
		for _, l := range section.Packs {
			shown[l.ID] = true
		}
		rows = append(rows, v.row(ctx, section))
	}
	newest := slices.IndexFunc(sections, func(s catalog.Section) bool { return s.Kind == catalog.SectionNew })
	if len(rows) == 0 && newest >= 0 {
		rows = append(rows, v.row(ctx, sections[newest]))
	}
	return rows
}

func (v visit) row(ctx context.Context, s catalog.Section) row {
	return row{
		ID: s.ID, Title: v.voice.T(s.Title), Ranked: s.Kind == catalog.SectionTop, Covers: v.covers(ctx, s.Packs),
	}
}
