package store

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
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
	Art     []picture // the best known drawing first
}

func (s *shop) front(c echo.Context) error {
	return s.show(c, "", func(ctx context.Context, v visit) ([]byte, error) {
		sections := v.Sections()
		front := frontPage{
			shell: v.shell(v.voice.T("page.front.title", "Place", v.place()), v.voice.T("page.front.summary")),
			Moods: v.moods(ctx), Rows: v.rows(ctx, sections),
		}
		story, err := v.story(ctx, sections)
		if err != nil {
			return nil, err
		}
		front.Story = story
		front.Card = v.card(front.Head, picture{})
		return frontTemplate.HTML(front)
	})
}

// fewest is how many packs a row has at least: fewer look like a shop that is closing.
const fewest = 3

// rows chooses the sections that say something which no row before them said. A small catalog has few.
func (v visit) rows(ctx context.Context, sections []catalog.Section) []row {
	var rows []row
	var said [][]string
	for _, section := range sections {
		ids := packIDs(section.Packs)
		repeats := slices.ContainsFunc(said, func(before []string) bool { return slices.Equal(before, ids) })
		if len(ids) < fewest || repeats {
			continue
		}
		said = append(said, ids)
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

// packIDs returns the ids of packs in an order that does not depend on theirs.
func packIDs(packs []catalog.Listing) []string {
	ids := make([]string, 0, len(packs))
	for _, l := range packs {
		ids = append(ids, l.ID)
	}
	slices.Sort(ids)
	return ids
}

// artCount is how many drawings tell a story.
const artCount = 4

// story tells of the first pack that was made for this region or this season; nil when nothing is here.
func (v visit) story(ctx context.Context, sections []catalog.Section) (*story, error) {
	told := slices.IndexFunc(sections, func(s catalog.Section) bool {
		return s.Kind == catalog.SectionFeatured || s.Kind == catalog.SectionSeasonal
	})
	if told < 0 {
		return nil, nil
	}
	section := sections[told]
	lead := section.Packs[0]
	detail, err := v.shop.Details.Detail(ctx, lead.Summary)
	if err != nil {
		return nil, err
	}
	return &story{
		cover: v.cover(ctx, lead), Section: v.voice.T(section.Title),
		Text: detail.Description(v.Chain()).Text, Art: v.art(detail, lead.Terms.Price == nil),
	}, nil
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
