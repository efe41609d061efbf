package collabs

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// form is a collab as it was filled in.
type form struct {
	ID           string // "" of a new one
	Seen         int64  // the version that the form shows
	Slug         string
	Brand        string // id
	Titles       map[i18n.Locale]string
	Descriptions map[i18n.Locale]string
	Attribution  string
	Territory    []string
	From         string // wall times of the world's clock, UTC
	Until        string
	Shares       []share
}

// share is a line of the form: who gets how much.
type share struct {
	Party   string
	Percent string // as people write it
	Wrong   string
}

func formOf(c catalog.Collab) form {
	f := form{
		ID: c.ID, Seen: c.Version, Slug: c.Slug, Brand: c.Brand.ID, Titles: c.Titles, Descriptions: c.Descriptions, Attribution: c.Attribution, Territory: c.Territory,
		From: catalog.WallTimeIn(catalog.World, c.From).String(), Until: catalog.WallTimeIn(catalog.World, c.Until).String(),
	}
	for _, s := range c.Shares {
		f.Shares = append(f.Shares, share{Party: s.Party, Percent: percent(s.Part)})
	}
	return f
}

func readForm(v *frame.Visit) (form, error) {
	sent, err := v.FormParams()
	if err != nil {
		return form{}, err
	}
	f := form{
		ID: sent.Get("id"), Seen: v.Seen(), Slug: strings.TrimSpace(sent.Get("slug")), Brand: sent.Get("brand"), Titles: frame.Texts(sent, "title"), Descriptions: frame.Texts(sent, "description"),
		Attribution: strings.TrimSpace(sent.Get("attribution")), Territory: sent["region"], From: sent.Get("from"), Until: sent.Get("until"),
	}
	for i, party := range sent["party"] {
		line := share{Party: strings.TrimSpace(party)}
		if i < len(sent["percent"]) {
			line.Percent = strings.TrimSpace(sent["percent"][i])
		}
		if line != (share{}) {
			f.Shares = append(f.Shares, line)
		}
	}
	return f, nil
}

// name is the collab's title for this reader, or its slug.
func (f form) name(v *frame.Visit) frame.Said {
	title := v.Say(f.Titles)
	if title.Text == "" {
		title.Text = f.Slug
	}
	return title
}

// collab is what the form says. The error is catalog.ErrCollabInvalid, for times that cannot be read.
func (f form) collab() (catalog.Collab, error) {
	c := catalog.Collab{Licence: catalog.Licence{
		ID: f.ID, Slug: f.Slug, Brand: catalog.Brand{ID: f.Brand}, Titles: f.Titles, Descriptions: f.Descriptions, Attribution: f.Attribution, Territory: f.Territory,
	}}
	c.Version = f.Seen
	for _, s := range f.Shares {
		c.Shares = append(c.Shares, catalog.Share{Party: s.Party, Part: parsePercent(s.Percent)})
	}
	var fields []fault.Field
	read := func(text, pointer string) time.Time {
		wall, err := catalog.ParseWallTime(text)
		if err != nil {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "wall-time-malformed"})
		}
		return wall.OpensIn(catalog.World)
	}
	c.From, c.Until = read(f.From, "/from"), read(f.Until, "/until")
	if len(fields) > 0 {
		return c, catalog.ErrCollabInvalid.WithFields(fields...)
	}
	return c, nil
}

// sum is what the shares that can be read come to, in hundredths of a percent.
func (f form) sum() int {
	sum := 0
	for _, s := range f.Shares {
		sum += parsePercent(s.Percent)
	}
	return sum
}

// parsePercent reads what people type, in hundredths of a percent: digits, and a point or comma before at
// most two. What it cannot read is 0, which no share may be.
func parsePercent(text string) int {
	whole, part, _ := strings.Cut(strings.Replace(strings.TrimSuffix(text, "%"), ",", ".", 1), ".")
	if len(part) > 2 {
		return 0
	}
	value, err := strconv.ParseUint(strings.TrimSpace(whole)+(part + "00")[:2], 10, 16)
	if err != nil {
		return 0
	}
	return int(value)
}

// percent writes hundredths of a percent.
func percent(part int) string { return strconv.FormatFloat(float64(part)/100, 'f', -1, 64) }

// spareShares is how many empty lines the form has for further shares.
const spareShares = 2

// faultShares says at each share what is wrong with it, and adds lines for more.
func (p *collabPage) faultShares() {
	for i := range p.Shares {
		for _, part := range []string{"party", "fraction"} {
			if detail := p.Faults[fmt.Sprintf("/shares/%d/%s", i, part)]; detail != "" {
				p.Shares[i].Wrong = strings.TrimSpace(p.Shares[i].Wrong + " " + detail)
			}
		}
	}
	for range spareShares {
		p.Shares = append(p.Shares, share{})
	}
}
