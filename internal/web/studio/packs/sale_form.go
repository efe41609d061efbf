package packs

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// offerForm is the form that adds a line to the list of offers, or changes one, as it was filled in.
type offerForm struct {
	Entry    int // of the line that is changed; -1 for a new one
	Wave     string
	Chosen   []string // regions
	Price    string   // free, tier or own
	Tier     string
	Amount   string // as people write it
	Currency string
	From     string // wall times
	Until    string
	UTC      bool // the window is the same moment everywhere
	Audience string
	Words    string

	Note     string    // of a proposal
	Proposal int       // that the offers take the place of; 0 for none
	Reason   string    // why
	Earnings []earning // that were asked for

	Near, Far  []frame.Option // regions to choose from: those that the store is open in, and the others
	Audiences  []frame.Option
	Wanted     []frame.Option // of words
	Tiers      []frame.Option
	Currencies []string
	Faults     map[string]string // by field
}

func blankForm() offerForm { return offerForm{Entry: -1, Price: "free"} }

// formOf fills the form with a line.
func formOf(e entry, index int) offerForm {
	first := e.offers[0]
	f := offerForm{Entry: index, Wave: e.Wave, Price: "free", Tier: first.Tier, Audience: string(first.Audience), Words: string(first.Words), UTC: !e.byWalls()}
	for _, o := range e.offers {
		f.Chosen = append(f.Chosen, o.Region)
	}
	clock := first.Region
	if f.UTC {
		clock = catalog.World
	}
	f.From, f.Until = catalog.WallTimeIn(clock, first.From).String(), catalog.WallTimeIn(clock, first.Until).String()
	switch {
	case first.Tier != "":
		f.Price = "tier"
	case first.Price != nil:
		f.Price, f.Amount, f.Currency = "own", first.Price.Decimal(), first.Price.Currency
	}
	return f
}

func readForm(v *frame.Visit) (offerForm, error) {
	sent, err := v.FormParams()
	if err != nil {
		return offerForm{}, err
	}
	entry, err := strconv.Atoi(sent.Get("entry"))
	if err != nil {
		entry = -1
	}
	return offerForm{
		Entry: entry, Wave: strings.TrimSpace(sent.Get("wave")), Chosen: sent["region"], Price: sent.Get("price"), Tier: sent.Get("tier"),
		Amount: strings.TrimSpace(sent.Get("amount")), Currency: strings.ToUpper(strings.TrimSpace(sent.Get("currency"))),
		From: sent.Get("from"), Until: sent.Get("until"), UTC: sent.Get("clock") == "utc", Audience: sent.Get("audience"),
		Words: sent.Get("words"),
	}, nil
}

// without returns the offers of all lines but the one that the form is for.
func (f offerForm) without(v *frame.Visit, offers []catalog.Offer, now time.Time) []catalog.Offer {
	var kept []catalog.Offer
	for i, e := range entriesOf(v, offers, now) {
		if i != f.Entry {
			kept = append(kept, e.offers...)
		}
	}
	return kept
}

// wave is what the form says. Errors: catalog.ErrOffersInvalid, with the form's own fields.
func (f offerForm) wave() (catalog.Wave, error) {
	w := catalog.Wave{Name: f.Wave, Regions: f.Chosen, Audience: catalog.Audience(f.Audience), Words: catalog.Wanted(f.Words)}
	var fields []fault.Field
	if len(f.Chosen) == 0 {
		fields = append(fields, fault.Field{Pointer: "/region", Code: "required"})
	}
	if f.Price == "tier" {
		w.Tier = f.Tier
	}
	if f.Price == "own" {
		amount, fine := catalog.ParseAmount(f.Amount, f.Currency)
		if !fine {
			fields = append(fields, fault.Field{Pointer: "/price/amount", Code: "amount-malformed"})
		}
		w.Price = &catalog.Price{Amount: amount, Currency: f.Currency}
	}
	from, err := catalog.ParseWallTime(f.From)
	if err != nil {
		return w, err
	}
	until, err := catalog.ParseWallTime(f.Until)
	if err != nil {
		return w, err
	}
	if f.UTC {
		w.From, w.Until = from.OpensIn(catalog.World), until.ClosesIn(catalog.World)
	} else {
		w.FromWall, w.UntilWall = from, until
	}
	if len(fields) > 0 {
		return w, catalog.ErrOffersInvalid.WithFields(fields...)
	}
	return w, nil
}

// fill puts what there is to choose from into the form.
func (f *offerForm) fill(v *frame.Visit, near []string) {
	f.Currencies = cldr.Currencies()
	for _, a := range []catalog.Audience{catalog.Everyone, catalog.Members, catalog.CodeHolders} {
		f.Audiences = append(f.Audiences, frame.Option{Value: string(a), Name: v.Voice.T("studio.sale.audience_" + string(a)), Chosen: f.Audience == string(a)})
	}
	for id, w := range map[string]catalog.Wanted{"any": catalog.AnyWords, "complete": catalog.CompleteWords, "reviewed": catalog.ReviewedWords} {
		f.Wanted = append(f.Wanted, frame.Option{Value: string(w), Name: v.Voice.T("studio.sale.words_" + id), Chosen: f.Words == string(w)})
	}
	slices.SortFunc(f.Wanted, func(a, b frame.Option) int { return strings.Compare(a.Value, b.Value) })
	for _, region := range append([]string{catalog.World}, cldr.Regions()...) {
		choice := frame.Option{Value: region, Name: regionName(v, region), Chosen: slices.Contains(f.Chosen, region)}
		if choice.Chosen || region == catalog.World || slices.Contains(near, region) {
			f.Near = append(f.Near, choice)
		} else {
			f.Far = append(f.Far, choice)
		}
	}
	slices.SortStableFunc(f.Near[1:], byName)
	slices.SortStableFunc(f.Far, byName)
}

func byName(a, b frame.Option) int { return strings.Compare(a.Name, b.Name) }

// fill puts what there is to choose from in this store into a form.
func (r *room) fill(v *frame.Visit, f *offerForm, offers []catalog.Offer) error {
	tiers, err := r.Catalog.Tiers(v.Request().Context(), v.By())
	for _, tier := range tiers {
		f.Tiers = append(f.Tiers, frame.Option{Value: tier.Name, Name: tier.Name, Chosen: tier.Name == f.Tier})
	}
	f.fill(v, r.regions(offers))
	return err
}

// regions are those that are offered first to choose from: where the store is open, and where the pack is
// offered already.
func (r *room) regions(offers []catalog.Offer) []string {
	near := append([]string{r.Config.DefaultRegion}, r.PublishedRegions()...)
	for _, o := range offers {
		near = append(near, o.Region)
	}
	return near
}

// fieldFaults says of each field of the form what is wrong with it. Offers are many and the form is one:
// of a pointer, what stands behind the number counts.
func fieldFaults(w frame.Wording) map[string]string {
	faults := map[string]string{}
	for _, pointer := range slices.Sorted(maps.Keys(w.Fields)) {
		detail, parts := w.Fields[pointer], strings.Split(strings.TrimPrefix(pointer, "/"), "/")
		if len(parts) > 2 && parts[0] == "offers" {
			parts = parts[2:]
		}
		if said := faults[parts[0]]; !strings.Contains(said, detail) {
			faults[parts[0]] = strings.TrimSpace(said + " " + detail)
		}
	}
	return faults
}
