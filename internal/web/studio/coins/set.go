package coins

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// packagePage is the form of one package.
type packagePage struct {
	frame.Shell
	Notice *frame.Notice
	Seen   int64             // the version that the form shows; 0 of a new one
	Typed  map[string]string // by field
	Tiers  []frame.Option
	Closed bool
	Faults map[string]string
	Theirs string // address of what another made of it meanwhile; "" for nothing
}

// newOne is the name in the address of what is yet to be made.
const newOne = "-"

func (r *room) one(v *frame.Visit) error {
	if v.Param("package") == newOne {
		return r.showPackage(v, packagePage{}, "", nil)
	}
	p, err := r.coins.Package(v.Request().Context(), v.Param("package"))
	if err != nil {
		return err
	}
	typed := map[string]string{"package": p.Package, "paid": strconv.FormatInt(p.Paid, 10), "bonus": strconv.FormatInt(p.Bonus, 10)}
	for field, days := range map[string]int{"paid_days": p.PaidDays, "bonus_days": p.BonusDays} {
		if days > 0 {
			typed[field] = strconv.Itoa(days)
		}
	}
	return r.showPackage(v, packagePage{Seen: p.Version, Typed: typed, Closed: p.Closed}, p.Tier, nil)
}

// showPackage answers with the form; failure is why it was not taken.
func (r *room) showPackage(v *frame.Visit, p packagePage, tier string, failure error) error {
	title := p.Typed["package"]
	if p.Seen == 0 {
		title = v.Voice.T("studio.coins.new")
	}
	p.Shell = v.Shell(title)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, p.Faults, status = worded.Bad(), worded.Fields, worded.Status
		if version := frame.Newer(failure, coin.ErrPackageStale); version > 0 && p.Seen > 0 {
			p.Seen, p.Theirs = version, Home+"/packages/"+p.Typed["package"]
		}
	}
	tiers, err := r.Catalog.Tiers(v.Request().Context(), v.By())
	if err != nil {
		return err
	}
	p.Tiers = []frame.Option{{Value: "", Name: v.Voice.T("studio.coins.free"), Chosen: tier == ""}}
	for _, t := range tiers {
		p.Tiers = append(p.Tiers, frame.Option{Value: t.Name, Name: t.Name, Chosen: t.Name == tier})
	}
	return v.Show(status, packageTemplate, p)
}

// Field is one of the form's fields.
func (p packagePage) Field(name string) frame.Field {
	f := frame.Field{ID: name, Label: p.T("studio.coins." + name), Value: p.Typed[name], Type: "number", Wrong: p.Faults["/"+name], Least: "0", Most: strconv.Itoa(coin.MaxCoins)}
	switch name {
	case "package":
		f.Type, f.Least, f.Most, f.Required, f.Latin, f.Longest, f.Pattern, f.Hint = "", "", "", true, true, 64, `[a-z0-9\-]+`, p.T("studio.coins.package_hint")
	case "paid_days", "bonus_days":
		f.Least, f.Most = "1", strconv.Itoa(coin.MaxDays)
	}
	return f
}

// save takes the form of a package.
func (r *room) save(v *frame.Visit) error {
	typed := map[string]string{}
	for _, name := range []string{"package", "paid", "bonus", "paid_days", "bonus_days"} {
		typed[name] = strings.TrimSpace(v.FormValue(name))
	}
	count := func(name string) int64 {
		n, err := strconv.ParseInt(cmp.Or(typed[name], "0"), 10, 64)
		if err != nil {
			return -1 // which is refused
		}
		return n
	}
	days := func(name string) int { return int(min(count(name), coin.MaxDays+1)) }
	p := packagePage{Seen: v.Seen(), Typed: typed, Closed: v.FormValue("closed") != ""}
	tier := v.FormValue("tier")
	_, failure := r.coins.SetPackage(v.Request().Context(), v.Origin(), coin.Package{
		TopUp: coin.TopUp{Package: typed["package"], Paid: count("paid"), Bonus: count("bonus"), PaidDays: days("paid_days"), BonusDays: days("bonus_days")},
		Tier:  tier, Closed: p.Closed, Version: p.Seen,
	})
	if failure != nil {
		return r.showPackage(v, p, tier, failure)
	}
	return v.Go(Home + "?done=package")
}

// setRate says what coins are worth from a moment on.
func (r *room) setRate(v *frame.Visit) error {
	field := func(name string) string { return strings.TrimSpace(v.FormValue(name)) }
	f := rateForm{Currency: strings.ToUpper(field("currency")), Coins: field("coins"), Amount: field("amount"), From: field("from")}
	failure := r.rate(v, f)
	if failure == nil {
		return v.Go(Home + "?done=rate#rates")
	}
	wording := v.Word(failure)
	return r.show(v, wording.Status, listPage{Notice: wording.Bad(), Form: f, Faults: wording.Fields})
}

func (r *room) rate(v *frame.Visit, f rateForm) error {
	wall, err := catalog.ParseWallTime(f.From)
	if err != nil {
		return coin.ErrRateInvalid.With("currency", f.Currency).WithFields(fault.Field{Pointer: "/from", Code: "wall-time-malformed"})
	}
	coins, err := strconv.ParseInt(f.Coins, 10, 64)
	if err != nil {
		coins = -1 // which is refused
	}
	_, err = r.coins.SetRate(v.Request().Context(), v.Origin(), coin.Rate{
		Currency: f.Currency, Coins: coins, Amount: amountOf(f.Amount, f.Currency), From: wall.OpensIn(catalog.World),
	})
	return err
}
