package packs

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var bulkTemplate = frame.Parse(templates, "bulk.html", "offers.html", "parts.html")

// bulkPage is where many packs get offers at once: which packs, which offers, and what that comes to.
type bulkPage struct {
	frame.Shell
	Notice   *frame.Notice
	Packs    []frame.Option // ids and slugs: those that are chosen, then those that are found, the latest first
	Query    string         // that packs are found by
	Next     string         // where those that are found go on; "" at the end
	Withdraw bool           // the regions are no longer to be offered
	Form     offerForm
	Plan     []planned // nil until it was asked for
	Count    int       // of packs that change
	Fit      bool      // nothing stands against it
}

// planned is what becomes of one pack.
type planned struct {
	Name    string
	Changed bool
	Before  []entry
	After   []entry
	Refusal string // "" when it can be changed
}

// bulkPacks is how many packs are found at a time. Those that are chosen stay while others are looked for.
const bulkPacks = 100

func (r *room) bulk(v *frame.Visit) error {
	return r.showBulk(v, bulkPage{Form: blankForm()}, nil, nil)
}

// planBulk says what the form comes to; with apply, it is done if nothing stands against it.
func (r *room) planBulk(v *frame.Visit) error {
	form, err := readForm(v)
	if err != nil {
		return err
	}
	sent, err := v.FormParams()
	if err != nil {
		return err
	}
	p := bulkPage{Form: form, Withdraw: sent.Get("what") == "withdraw"}
	if act := sent.Get("act"); act != "plan" && act != "apply" {
		return r.showBulk(v, p, sent["pack"], nil)
	}
	order, failure := p.order(sent["pack"], sent.Get("act") != "apply")
	if failure != nil {
		return r.showBulk(v, p, sent["pack"], failure)
	}
	all, failure := r.Catalog.Bulk(v.Request().Context(), v.By(), order)
	if failure == nil && !order.DryRun {
		return v.Go(Home + "?done=saved")
	}
	p.Fit = failure == nil
	for _, one := range all {
		p.Plan = append(p.Plan, r.planned(v, one))
		p.Fit = p.Fit && one.Refusal == nil
		if one.Changed {
			p.Count++
		}
	}
	return r.showBulk(v, p, sent["pack"], failure)
}

// order is what the form says.
func (p *bulkPage) order(packs []string, dry bool) (catalog.BulkOrder, error) {
	order := catalog.BulkOrder{Packs: packs[:min(len(packs), catalog.MaxBulk)], DryRun: dry}
	if p.Withdraw {
		order.Withdraw = p.Form.Chosen
		return order, nil
	}
	wave, err := p.Form.wave()
	order.Offers = wave.Expand()
	return order, err
}

func (r *room) planned(v *frame.Visit, one catalog.BulkChange) planned {
	p := planned{Name: one.Pack.Slug, Changed: one.Changed}
	p.Before, p.After = entriesOf(v, one.Before, r.Now()), entriesOf(v, one.After, r.Now())
	if one.Refusal != nil {
		worded := v.Word(one.Refusal)
		p.Refusal = worded.Title
		for _, field := range worded.Fields {
			p.Refusal += " · " + field
		}
	}
	return p
}

// showBulk answers with the page.
func (r *room) showBulk(v *frame.Visit, p bulkPage, chosen []string, failure error) error {
	p.Shell = v.Shell(v.Voice.T("studio.sale.bulk"))
	err := r.choosePacks(v, &p, chosen)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, status, p.Form.Faults = worded.Bad(), worded.Status, fieldFaults(worded)
	}
	err = r.fill(v, &p.Form, nil)
	if err != nil {
		return err
	}
	return v.Show(status, bulkTemplate, p)
}

// choosePacks puts into the page the packs that are chosen, and those that the form looks for.
func (r *room) choosePacks(v *frame.Visit, p *bulkPage, chosen []string) error {
	for _, id := range chosen[:min(len(chosen), catalog.MaxBulk)] {
		d, err := r.Catalog.Draft(v.Request().Context(), v.By(), id)
		if errors.Is(err, catalog.ErrPackNotFound) {
			continue // it was removed meanwhile
		}
		if err != nil {
			return err
		}
		p.Packs = append(p.Packs, frame.Option{Value: d.Pack.ID, Name: d.Pack.Slug, Chosen: true})
	}
	p.Query = strings.TrimSpace(v.FormValue("q"))
	q := catalog.PackQuery{Text: p.Query, Limit: bulkPacks}
	if after, further := strings.CutPrefix(v.FormValue("act"), "after "); further {
		err := web.DecodeCursor(after, &q.After)
		if err != nil {
			return err
		}
	}
	found, err := r.Catalog.Packs(v.Request().Context(), v.By(), q)
	for _, pack := range found {
		if pack.State != catalog.StateBanned && !slices.Contains(chosen, pack.ID) {
			p.Packs = append(p.Packs, frame.Option{Value: pack.ID, Name: pack.Slug})
		}
	}
	if len(found) == bulkPacks {
		p.Next = *web.EncodeCursor(catalog.MarkOf(found[bulkPacks-1]))
	}
	return err
}

// mountBulk mounts what is done to many packs at once.
func (r *room) mountBulk() {
	r.Get(Home+"/bulk", accounts.WriteOffers, r.bulk)
	r.Post(Home+"/bulk", accounts.WriteOffers, r.planBulk)
}
