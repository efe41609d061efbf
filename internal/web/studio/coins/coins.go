// Package coins is the part of the studio where coins are put on sale, and where it is said what they are worth.
package coins

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

//go:embed *.html
var templates embed.FS

// Home is the list of what is sold, and of what a coin is worth.
const Home = frame.Home + "/sales/coins"

// Coins puts coins on sale and says what they are worth.
type Coins interface {
	Packages(ctx context.Context) ([]coin.Package, error)
	Package(ctx context.Context, name string) (coin.Package, error)
	SetPackage(ctx context.Context, by journal.Origin, p coin.Package) (coin.Package, error)
	Rates(ctx context.Context) ([]coin.Rate, error)
	SetRate(ctx context.Context, by journal.Origin, r coin.Rate) (coin.Rate, error)
	Spending() coin.Spending
}

// room holds what the pages share.
type room struct {
	frame.Room
	coins Coins
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services frame.Services, coins Coins) {
	r := &room{frame.Room{Frame: f, Services: services}, coins}
	f.Get(Home, accounts.WriteOffers, r.list)
	f.Post(Home+"/rates", accounts.WriteOffers, r.setRate)
	f.Get(Home+"/packages/:package", accounts.WriteOffers, r.one)
	f.Post(Home+"/packages", accounts.WriteOffers, r.save)
}

var (
	listTemplate    = frame.Parse(templates, "list.html")
	packageTemplate = frame.Parse(templates, "package.html")
)

// listPage is what is sold, what coins are worth, and the form that says so from a moment on.
type listPage struct {
	frame.Shell
	Notice     *frame.Notice
	Packages   []packageRow
	Currencies []currency
	Spending   string // in words
	Form       rateForm
	Codes      []string // of currencies
	Faults     map[string]string
}

// packageRow is coins that are sold together.
type packageRow struct {
	Name, Coins string
	Ends        string // when they end, in words
	Tier        string // "" costs nothing
	Closed      bool
}

// currency is what coins are worth in it.
type currency struct {
	Code string
	Now  *rate // nil: nobody has said yet
	Next []rate
	Past []rate
}

// rate is what coins are worth from a moment on.
type rate struct{ Worth, At, Stamp string }

// rateForm is what was typed to say what coins are worth.
type rateForm struct{ Currency, Coins, Amount, From string }

func (r *room) list(v *frame.Visit) error {
	p := listPage{Form: rateForm{Currency: cldr.CurrencyOf(r.Config.DefaultRegion), Coins: "1"}}
	if done := v.QueryParam("done"); done == "package" || done == "rate" {
		p.Notice = v.Good("studio.coins.done_" + done)
	}
	return r.show(v, http.StatusOK, p)
}

func (r *room) show(v *frame.Visit, status int, p listPage) error {
	ctx := v.Request().Context()
	packages, err := r.coins.Packages(ctx)
	if err != nil {
		return err
	}
	rates, err := r.coins.Rates(ctx)
	if err != nil {
		return err
	}
	p.Shell, p.Codes, p.Spending = v.Shell(v.Voice.T("studio.coins.title")), cldr.Currencies(), v.Voice.T("studio.coins.spending_"+words[r.coins.Spending()])
	for _, sold := range packages {
		p.Packages = append(p.Packages, packageRow{sold.Package, coinsOf(v, sold.Coins()), endsOf(v, sold.TopUp), sold.Tier, sold.Closed})
	}
	p.Currencies = byCurrency(v, rates, r.Now())
	return v.Show(status, listTemplate, p)
}

// words are what the orders of spending are called in messages.
var words = map[coin.Spending]string{coin.BonusFirst: "bonus", coin.PaidFirst: "paid", coin.SoonestFirst: "soonest"}

// coinsOf writes coins of both kinds.
func coinsOf(v *frame.Visit, c coin.Coins) string {
	var parts []string
	if c.Paid > 0 {
		parts = append(parts, v.Voice.T("studio.order.coins_paid", "count", c.Paid))
	}
	if c.Bonus > 0 {
		parts = append(parts, v.Voice.T("studio.order.coins_bonus", "count", c.Bonus))
	}
	return cldr.FormatList(string(v.Voice.Locale), parts)
}

// endsOf says how long the coins of a package last.
func endsOf(v *frame.Visit, t coin.TopUp) string {
	last := func(days int) string {
		if days == 0 {
			return v.Voice.T("studio.wallet.never")
		}
		return v.Voice.T("studio.coins.days", "count", days)
	}
	switch {
	case t.Paid == 0 || t.Bonus > 0 && t.PaidDays == t.BonusDays:
		return last(t.BonusDays)
	case t.Bonus == 0:
		return last(t.PaidDays)
	}
	return v.Voice.T("studio.coins.lasts", "Paid", last(t.PaidDays), "Bonus", last(t.BonusDays))
}

// byCurrency sorts rates, which come by currency and the latest first, into those of now, of later and of the past.
func byCurrency(v *frame.Visit, rates []coin.Rate, now time.Time) []currency {
	var all []currency
	for _, one := range rates {
		if n := len(all); n == 0 || all[n-1].Code != one.Currency {
			all = append(all, currency{Code: one.Currency})
		}
		c := &all[len(all)-1]
		shown := rate{worth(v, one), v.Voice.Moment(one.From.UTC()), one.From.UTC().Format(time.RFC3339)}
		switch {
		case one.From.After(now):
			c.Next = append([]rate{shown}, c.Next...) // the next one first
		case c.Now == nil:
			c.Now = &shown
		default:
			c.Past = append(c.Past, shown)
		}
	}
	return all
}

// worth writes how much money how many coins are.
func worth(v *frame.Visit, r coin.Rate) string {
	return v.Voice.T("studio.order.coins", "count", r.Coins) + " = " + cldr.FormatPrice(string(v.Voice.Locale), r.Amount, r.Currency)
}

// Fields are those of the form.
func (p listPage) Fields() []frame.Field {
	field := func(id, value, typ string) frame.Field {
		return frame.Field{ID: id, Label: p.T("studio.coins." + id), Value: value, Type: typ, Wrong: p.Faults["/"+id], Required: id != "from", Latin: typ == ""}
	}
	coins, amount, from := field("coins", p.Form.Coins, "number"), field("amount", p.Form.Amount, ""), field("from", p.Form.From, "datetime-local")
	coins.Least, coins.Most, amount.Longest = "1", strconv.Itoa(coin.MaxRate), 16
	from.Hint = p.T("studio.coins.from_hint")
	code := field("currency", p.Form.Currency, "")
	code.Longest, code.Pattern = 3, "[A-Za-z]{3}"
	return []frame.Field{coins, amount, code, from}
}

// amountOf reads an amount as people write it. What cannot be read is refused by whoever takes it.
func amountOf(text, currency string) int64 {
	amount, fine := catalog.ParseAmount(text, currency)
	if !fine {
		return -1
	}
	return amount
}
