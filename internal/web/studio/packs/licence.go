package packs

import (
	"maps"
	"path"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// licence is the choice of a pack's collab.
type licence struct {
	Shown   bool   // the reader may choose, and there is something to choose
	Address string // of the page of the collab that the pack is under; "" for none
	Choices []frame.Option
	Outside []string // what is wrong with offers that lie outside
	Refused bool     // for which a choice was not taken
}

// license fills in the choice of a collab: what is chosen, and which offers lie outside of it.
func (r *room) license(v *frame.Visit, p *salePage, d catalog.Draft) error {
	if !v.Actor.Can(accounts.ManageFurniture) {
		return nil
	}
	collabs, err := r.collabs(v)
	if err != nil {
		return err
	}
	chosen := d.Pack.Collab
	if p.Failure != nil && v.Request().PostForm.Has("collab") {
		chosen, p.Licence.Refused, p.Form.Faults = v.FormValue("collab"), true, nil
	}
	p.Licence.Shown = len(collabs) > 0
	if d.Pack.Collab != "" {
		p.Licence.Address = frame.Home + "/sales/collabs/" + d.Pack.Collab
	}
	p.Licence.Choices = []frame.Option{{Value: "", Name: v.Voice.T("studio.collab.pack_none"), Chosen: chosen == ""}}
	for _, c := range collabs {
		fields := c.Outside(d.Offers)
		p.Licence.Choices = append(p.Licence.Choices, frame.Option{Value: c.ID, Name: collabName(v, c, offersOf(fields)), Chosen: c.ID == chosen})
		if c.ID == chosen && len(fields) > 0 {
			p.Licence.Outside = reasons(v, fields)
		}
	}
	return nil
}

// collabs reads all collabs.
func (r *room) collabs(v *frame.Visit) ([]catalog.Collab, error) {
	var all []catalog.Collab
	for after := ""; ; after = all[len(all)-1].Slug {
		part, err := r.Catalog.Collabs(v.Request().Context(), v.By(), after, catalog.MaxLimit)
		all = append(all, part...)
		if err != nil || len(part) < catalog.MaxLimit {
			return all, err
		}
	}
}

// collabName is how a collab stands in the choice, with how many offers lie outside of it.
func collabName(v *frame.Visit, c catalog.Collab, outside int) string {
	name := v.Say(c.Titles, "en").Text + " · " + c.Brand.Name
	if outside > 0 {
		name = v.Voice.T("studio.collab.choice_outside", "Name", name, "Number", outside)
	}
	return name
}

// offersOf counts the offers that the fields are of.
func offersOf(fields []fault.Field) int {
	offers := map[string]bool{}
	for _, field := range fields {
		offers[path.Dir(field.Pointer)] = true
	}
	return len(offers)
}

// reasons says of offers that lie outside of a collab why they do, each reason once.
func reasons(v *frame.Visit, fields []fault.Field) []string {
	said := v.Word(catalog.ErrOffersUnlicensed.WithFields(fields...)).Fields
	return slices.Compact(slices.Sorted(maps.Values(said)))
}

// setCollab puts the pack under the chosen collab, or under none.
func (r *room) setCollab(v *frame.Visit) error {
	_, err := r.Catalog.SetCollab(v.Request().Context(), v.By(), target(v), v.FormValue("collab"))
	return r.act(v, "licensed", blankForm(), err)
}
