package packs

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var saleTemplate = frame.Parse(templates, "head.html", "sale.html", "offers.html", "proposals.html", "claims.html", "licence.html", "edition.html", "parts.html")

// salePage is where a pack is sold: what is on sale, on which terms, and the form that changes them.
type salePage struct {
	head
	Priced    bool // the reader may set offers
	Sells     bool // the reader may publish and stop
	Bans      bool // the reader may take the pack down, and lift that
	Banned    bool
	Published bool // it was on sale once
	Claims    []claim
	Counters  bool           // the reader may put on record what is said against them
	OnSale    int            // number of the release on sale; 0 while none is
	Choices   []frame.Option // releases that the reader may put on sale
	Proposals []proposal
	Proposes  bool // the reader may propose offers, and not set them
	Entries   []entry
	Lacks     []lack
	Form      offerForm
	Failure   *frame.Wording
	Licence   licence
	Edition   edition
	Storeview string // address of the pack's page in a storefront; "" while there is none
}

func (r *room) sale(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	entries := entriesOf(v, d.Offers, r.Now())
	form := blankForm()
	at, err := strconv.Atoi(v.QueryParam("edit"))
	if err == nil && at >= 0 && at < len(entries) {
		form = formOf(entries[at], at)
	}
	proposed, err := r.formOfProposal(v, d)
	if err != nil {
		return err
	}
	if proposed != nil {
		form = *proposed
	}
	return r.showSale(v, d, form, nil)
}

// showSale answers with the page; failure is why a form was not taken.
func (r *room) showSale(v *frame.Visit, d catalog.Draft, form offerForm, failure error) error {
	h, err := r.head(v, d, "/sale")
	if err != nil {
		return err
	}
	releases, err := r.Catalog.Releases(v.Request().Context(), v.By(), d.Pack.ID)
	if err != nil {
		return err
	}
	standing := d.Pack.State != catalog.StateBanned
	p := salePage{
		head: h, Priced: standing && v.Actor.Can(accounts.WriteOffers), Sells: standing && v.Actor.Can(accounts.PublishPacks),
		Bans: v.Actor.Can(accounts.PublishDirect), Choices: publishable(v, d, releases), Entries: entriesOf(v, d.Offers, r.Now()), Form: form,
	}
	if d.Pack.State == catalog.StateOnSale {
		p.OnSale = d.Pack.Current
	}
	if act := v.QueryParam("done"); sold[act] {
		p.Notice = v.Good(doneWord(act))
	}
	p.Proposes = p.Writable && !p.Priced
	err = errors.Join(r.proposals(v, &p), r.record(v, &p, d))
	if err != nil {
		return err
	}
	p.Storeview, p.Lacks = r.storeview(v, d), lacksOf(v, d, h.lacks)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Failure, p.Notice, status = &worded, worded.Bad(), worded.Status
		p.Form.Faults = fieldFaults(worded)
	}
	err = errors.Join(r.license(v, &p, d), r.fill(v, &p.Form, d.Offers), r.limits(v, &p, v.FormValue("stock"), failure))
	if err != nil {
		return err
	}
	return v.Show(status, saleTemplate, p)
}

// sold are what the forms of this page did.
var sold = map[string]bool{"offered": true, "withdrawn": true, "published": true, "stopped": true, "banned": true, "proposed": true, "decided": true, "lifted": true, "countered": true, "limited": true, "licensed": true}

// doneWord is the message of what a form did.
func doneWord(act string) string {
	if act == "limited" {
		return "studio.edition.saved"
	}
	return "studio.sale.done_" + act
}

// publishable lists the releases that the reader may put on sale, the latest first; 0 is the draft as it
// is, for who may do without a review.
func publishable(v *frame.Visit, d catalog.Draft, releases []catalog.Release) []frame.Option {
	var choices []frame.Option
	for _, made := range slices.Backward(releases) {
		onSale := d.Pack.State == catalog.StateOnSale && made.Number == d.Pack.Current
		if made.State == catalog.ReleaseApproved && !onSale {
			choices = append(choices, frame.Option{Value: strconv.Itoa(made.Number), Name: v.Voice.T("studio.release.number", "Number", made.Number)})
		}
	}
	if v.Actor.Can(accounts.PublishDirect) {
		choices = append(choices, frame.Option{Value: "0", Name: v.Voice.T("studio.sale.unreviewed")})
	}
	return choices
}

// storeview is the pack's page in the first storefront that its offers name.
func (r *room) storeview(v *frame.Visit, d catalog.Draft) string {
	if d.Pack.State != catalog.StateOnSale || len(d.Offers) == 0 {
		return ""
	}
	region := d.Offers[len(d.Offers)-1].Region // the World comes first
	if region == catalog.World {
		region = r.Config.DefaultRegion
	}
	return "/" + region + "/" + string(v.Voice.Locale) + "/packs/" + d.Pack.Slug
}

// act takes one of the page's buttons: it leads back to the page, or shows on it why nothing was done.
func (r *room) act(v *frame.Visit, done string, form offerForm, failure error) error {
	if failure == nil {
		return back(v, "/sale", done)
	}
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	return r.showSale(v, d, form, failure)
}

func (r *room) publish(v *frame.Visit) error {
	number, err := strconv.Atoi(v.FormValue("release"))
	if err != nil {
		return r.act(v, "", blankForm(), catalog.ErrReleaseNotFound.With("pack", v.Param("pack"), "release", v.FormValue("release")))
	}
	_, err = r.Catalog.Publish(v.Request().Context(), v.By(), target(v), number)
	return r.act(v, "published", blankForm(), err)
}

func (r *room) stop(v *frame.Visit) error {
	_, err := r.Catalog.Stop(v.Request().Context(), v.By(), target(v))
	return r.act(v, "stopped", blankForm(), err)
}

// saveOffer puts what the form says in place of the offers that it was opened for, or adds it.
func (r *room) saveOffer(v *frame.Visit) error {
	form, err := readForm(v)
	if err != nil {
		return err
	}
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	wave, failure := form.wave()
	if failure == nil {
		kept := form.without(v, d.Offers, r.Now())
		_, failure = r.Catalog.SetTerms(v.Request().Context(), v.By(), target(v), append(wave.Expand(), kept...))
	}
	return r.act(v, "offered", form, failure)
}

// removeOffer takes one line of the list away.
func (r *room) removeOffer(v *frame.Visit) error {
	form, err := readForm(v)
	if err != nil {
		return err
	}
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	kept := form.without(v, d.Offers, r.Now())
	_, err = r.Catalog.SetTerms(v.Request().Context(), v.By(), target(v), kept)
	return r.act(v, "withdrawn", blankForm(), err)
}
