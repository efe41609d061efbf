package passes

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var formTemplate = frame.Parse(templates, "form.html", "parts.html")

// formPage is the form of one pass.
type formPage struct {
	frame.Shell
	Notice *frame.Notice
	form
	Heading   frame.Said
	Draft     bool // whether seats are counted can still be said
	Kinds     []frame.Option
	Collabs   []frame.Option
	Transfers []frame.Option
	Spoken    []frame.Spoken
	Faults    map[string]string
	Theirs    string // address of what another made of it meanwhile; "" for nothing
}

// Field is one of the form's fields for moments.
func (p formPage) Field(name string) frame.Field {
	return frame.Field{
		ID: name, Label: p.T("studio.pass." + name), Type: "datetime-local", Value: p.Times[name], Wrong: p.Faults["/"+name],
		Required: name == "opens_at" || name == "closes_at",
	}
}

// Seats is its field for how many there are.
func (p formPage) Seats() frame.Field {
	return frame.Field{
		ID: "capacity", Label: p.T("studio.pass.capacity"), Type: "number", Value: p.Capacity, Wrong: p.Faults["/capacity"], Least: "1", Most: strconv.Itoa(pass.MaxCapacity),
		Hint: p.T("studio.pass.capacity_hint"),
	}
}

func (r *room) blank(v *frame.Visit) error {
	return r.showForm(v, form{Kind: string(pass.MeetAndGreet), Transfer: string(pass.TransferNone), Collab: v.QueryParam("collab")}, true, nil)
}

func (r *room) change(v *frame.Visit) error {
	p, err := r.passes.Pass(v.Request().Context(), v.Param("pass"))
	if err != nil {
		return err
	}
	return r.showForm(v, formOf(p), p.State == pass.Draft, nil)
}

// spareOffers is how many empty lines the form has for further prices.
const spareOffers = 2

// showForm answers with the form; failure is why it was not taken.
func (r *room) showForm(v *frame.Visit, f form, draft bool, failure error) error {
	p := formPage{form: f, Draft: draft, Heading: v.Say(f.Titles)}
	title := p.Heading.Text
	if f.ID == "" || title == "" {
		title = v.Voice.T("studio.pass.new")
	}
	p.Shell = v.Shell(title)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, p.Faults, status = worded.Bad(), worded.Fields, worded.Status
		if version := frame.Newer(failure, pass.ErrStale); version > 0 && f.ID != "" {
			p.Seen, p.Theirs = version, Home+"/"+f.ID
		}
	}
	p.Offers = faulted(slices.Clone(f.Offers), p.Faults)
	p.Kinds = choices(v, "studio.pass.kind_", f.Kind, string(pass.MeetAndGreet), string(pass.ChatRoom))
	p.Transfers = choices(v, "studio.pass.rule_", f.Transfer, string(pass.TransferNone), string(pass.TransferOnce), string(pass.TransferUntil))
	p.Spoken = frame.SpokenIn(r.Languages(), f.Titles, f.Descriptions, p.Faults)
	var err error
	if p.Collabs, err = r.collabs(v, f.Collab); err != nil {
		return err
	}
	return v.Show(status, formTemplate, p)
}

// faulted puts what is wrong beside the lines, and adds empty ones.
func faulted(rows []offerRow, faults map[string]string) []offerRow {
	for i := range rows {
		prefix := fmt.Sprintf("/offers/%d/", i)
		for pointer, detail := range faults {
			if strings.HasPrefix(pointer, prefix) && !strings.Contains(rows[i].Wrong, detail) {
				rows[i].Wrong = strings.TrimSpace(rows[i].Wrong + " " + detail)
			}
		}
	}
	return append(rows, make([]offerRow, spareOffers)...)
}

func choices(v *frame.Visit, words, chosen string, values ...string) []frame.Option {
	var all []frame.Option
	for _, value := range values {
		all = append(all, frame.Option{Value: value, Name: v.Voice.T(words + value), Chosen: value == chosen})
	}
	return all
}

// collabs are those that a pass may be of.
func (r *room) collabs(v *frame.Visit, chosen string) ([]frame.Option, error) {
	all := []frame.Option{{Value: "", Name: v.Voice.T("studio.pass.no_collab")}}
	for after, more := "", true; more; {
		part, err := r.Catalog.Collabs(v.Request().Context(), v.By(), after, catalog.MaxLimit)
		if err != nil {
			return nil, err
		}
		for _, c := range part {
			title := v.Say(c.Titles)
			if title.Text == "" {
				title.Text = c.Slug
			}
			all = append(all, frame.Option{Value: c.ID, Name: title.Text, Chosen: c.ID == chosen || c.Slug == chosen})
			after = c.Slug
		}
		more = len(part) == catalog.MaxLimit
	}
	return all, nil
}

// save takes the form of a pass.
func (r *room) save(v *frame.Visit) error {
	f, err := readForm(v)
	if err != nil {
		return err
	}
	wanted := pass.Pass{State: pass.Draft}
	if f.ID != "" {
		if wanted, err = r.passes.Pass(v.Request().Context(), f.ID); err != nil {
			return err
		}
	}
	draft := wanted.State == pass.Draft
	failure := f.fill(&wanted)
	if failure == nil {
		failure = r.put(v.Request().Context(), v, &wanted)
	}
	if failure != nil {
		return r.showForm(v, f, draft, failure)
	}
	return v.Go(Home + "/" + wanted.ID + "?done=saved")
}
