package passes

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// form is a pass as it was filled in.
type form struct {
	ID           string // "" of a new one
	Seen         int64  // the version that the form shows
	Kind         string
	Collab       string // id
	Titles       map[i18n.Locale]string
	Descriptions map[i18n.Locale]string
	Capacity     string
	Transfer     string
	Times        map[string]string // by field: as fields for moments write them, in UTC
	Offers       []offerRow
}

// offerRow is a line of the form: a price and where it holds.
type offerRow struct {
	Regions  string // codes, a space apart
	Amount   string // as people write it; "" when free
	Currency string // "" for that of the first region
	Wrong    string
}

// times are the fields for moments: what the pass calls them, and where they are.
func times(p *pass.Pass) map[string]*time.Time {
	return map[string]*time.Time{
		"opens_at": &p.OpensAt, "closes_at": &p.ClosesAt, "sale_opens_at": &p.SaleFrom, "sale_closes_at": &p.SaleUntil, "transfer_until": &p.Until,
	}
}

func formOf(p pass.Pass) form {
	f := form{
		ID: p.ID, Seen: p.Version, Kind: string(p.Kind), Collab: p.Collab, Titles: p.Titles, Descriptions: p.Descriptions, Transfer: string(p.Transfer),
		Times: map[string]string{},
	}
	if p.Capacity > 0 {
		f.Capacity = strconv.FormatInt(p.Capacity, 10)
	}
	for name, at := range times(&p) {
		f.Times[name] = catalog.WallTimeIn(catalog.World, *at).String()
	}
	for _, o := range p.Offers {
		row := offerRow{Regions: strings.Join(o.Regions, " ")}
		if o.Price != nil {
			row.Amount, row.Currency = o.Price.Decimal(), o.Price.Currency
		}
		f.Offers = append(f.Offers, row)
	}
	return f
}

func readForm(v *frame.Visit) (form, error) {
	sent, err := v.FormParams()
	if err != nil {
		return form{}, err
	}
	field := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	f := form{
		ID: field("id"), Seen: v.Seen(), Kind: field("kind"), Collab: field("collab"), Capacity: field("capacity"), Transfer: field("transfer"),
		Titles: frame.Texts(sent, "title"), Descriptions: frame.Texts(sent, "description"), Times: map[string]string{},
	}
	for name := range times(&pass.Pass{}) {
		f.Times[name] = field(name)
	}
	for i, regions := range sent["regions"] {
		row := offerRow{Regions: strings.TrimSpace(regions), Amount: at(sent, "amount", i), Currency: strings.ToUpper(at(sent, "currency", i))}
		if row != (offerRow{}) {
			f.Offers = append(f.Offers, row)
		}
	}
	return f, nil
}

// at is one of several fields of the same name; "" when it is not there.
func at(sent url.Values, name string, i int) string {
	if values := sent[name]; i < len(values) {
		return strings.TrimSpace(values[i])
	}
	return ""
}

// fill writes what the form says into a pass. The error is pass.ErrInvalid, for what cannot be read.
func (f form) fill(p *pass.Pass) error {
	p.Kind, p.Collab, p.Titles, p.Descriptions, p.Version = pass.Kind(f.Kind), f.Collab, f.Titles, f.Descriptions, f.Seen
	p.Transfer, p.Offers, p.Capacity = pass.Transfer(f.Transfer), nil, 0
	var fields []fault.Field
	if f.Capacity != "" {
		n, err := strconv.ParseInt(f.Capacity, 10, 64)
		if err != nil || n == 0 {
			n = -1 // which is refused
		}
		p.Capacity = n
	}
	for name, moment := range times(p) {
		wall, err := catalog.ParseWallTime(f.Times[name])
		if err != nil {
			fields = append(fields, fault.Field{Pointer: "/" + name, Code: "wall-time-malformed"})
		}
		*moment = wall.OpensIn(catalog.World)
	}
	if p.Transfer != pass.TransferUntil {
		p.Until = time.Time{}
	}
	for i, row := range f.Offers {
		o, fine := row.offer()
		if !fine {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/offers/%d/price/amount", i), Code: "amount-malformed"})
		}
		p.Offers = append(p.Offers, o)
	}
	if len(fields) > 0 {
		return pass.ErrInvalid.WithFields(fields...)
	}
	return nil
}

// offer is what a line says, and whether its amount can be read.
func (row offerRow) offer() (pass.Offer, bool) {
	o := pass.Offer{Regions: strings.FieldsFunc(strings.ToUpper(row.Regions), func(c rune) bool { return c == ' ' || c == ',' })}
	if row.Amount == "" {
		return o, true
	}
	currency := row.Currency
	if currency == "" {
		currency = "USD"
		if len(o.Regions) > 0 && cldr.ValidRegion(o.Regions[0]) {
			currency = cldr.CurrencyOf(o.Regions[0])
		}
	}
	amount, fine := catalog.ParseAmount(row.Amount, currency)
	o.Price = &catalog.Price{Amount: amount, Currency: currency}
	return o, fine
}
