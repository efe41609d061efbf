package earnings

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/sheet"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

var statementTemplate = frame.Parse(templates, "statement.html", "parts.html")

// statementPage is a creator's month.
type statementPage struct {
	frame.Shell
	Notice   *frame.Notice
	Creator  string // id
	Name     string
	Month    string // written
	Period   string // 2026-10
	Before   string // address of the month before
	After    string // of the next one; "" for this month
	State    string
	Accounts []account
	Lines    []line
	More     bool // there are lines that are not shown
	Payouts  []due
	Profile  *payout.Profile
}

// account is what the month comes to in one currency.
type account struct {
	Currency string
	Earned   string
	Facts    []fact
	Days     chart
	Regions  []bar
	Packs    []bar
}

// fact is an amount with its name.
type fact struct {
	Name, Value string
	Sum         bool // of those before it
}

// line is what a sale earned, or took back.
type line struct {
	At, Stamp     string
	Pack          frame.Said
	Place         string
	Gross, Earned string
	Back          bool
}

// shownLines is how many lines the page has; the files have all.
const shownLines = 30

func (r *room) statement(v *frame.Visit) error {
	var notice *frame.Notice
	if v.QueryParam("done") == "profile" {
		notice = v.Good("studio.earnings.saved")
	}
	return r.show(v, http.StatusOK, notice, nil)
}

// show shows a statement, with what became of a form that stands on it.
func (r *room) show(v *frame.Visit, status int, notice *frame.Notice, sent *payout.Profile) error {
	ctx, creator := v.Request().Context(), v.Param("creator")
	period, err := r.period(v)
	if err != nil {
		return err
	}
	var last []payout.Line // a ring
	n := 0
	s, err := r.money.Statement(ctx, payer(v), creator, period, func(l payout.Line) error {
		if len(last) < shownLines {
			last = append(last, l)
		} else {
			last[n%shownLines] = l
		}
		n++
		return nil
	})
	if err != nil {
		return err
	}
	if creator != s.Creator {
		return v.Go(Home + "/" + s.Creator + "/" + period.String())
	}
	p := statementPage{
		Notice: notice, Creator: s.Creator, Period: period.String(), State: string(s.State),
		Month:  cldr.FormatDate(string(v.Voice.Locale), period.From(), cldr.Long),
		Before: Home + "/" + s.Creator + "/" + payout.PeriodAt(period.From().AddDate(0, 0, -1)).String(), More: n > shownLines,
	}
	p.Shell = v.Shell(v.Voice.T("studio.shell.earnings"))
	p.Month = p.Month + " – " + cldr.FormatDate(string(v.Voice.Locale), period.Until().AddDate(0, 0, -1), cldr.Long)
	if next := period.Next(); !r.Now().Before(next.From()) {
		p.After = Home + "/" + s.Creator + "/" + next.String()
	}
	for i := min(n, shownLines) - 1; i >= 0; i-- { // the latest first
		p.Lines = append(p.Lines, r.lineOf(v, last[(n+i)%len(last)]))
	}
	p.Accounts = r.accountsOf(v, s)
	err = r.aside(v, &p, sent)
	if err != nil {
		return err
	}
	return v.Show(status, statementTemplate, p)
}

// period is the month that the address names; that of now where it names none.
func (r *room) period(v *frame.Visit) (payout.Period, error) {
	if v.Param("period") == "" {
		return payout.PeriodAt(r.Now()), nil
	}
	return payout.ParsePeriod(v.Param("period"))
}

func (r *room) lineOf(v *frame.Visit, l payout.Line) line {
	locale := string(v.Voice.Locale)
	return line{
		At: v.Voice.Moment(l.At.UTC()), Stamp: l.At.UTC().Format(time.RFC3339), Pack: r.packOf(v, l.Pack), Place: cldr.RegionName(locale, l.Region),
		Gross: cldr.FormatPrice(locale, l.Gross, l.Currency), Earned: cldr.FormatPrice(locale, l.Parts[payout.Creator], l.Currency), Back: l.Gross < 0,
	}
}

// packOf is the title of a pack, its id when it is not known any more.
func (r *room) packOf(v *frame.Visit, pack string) frame.Said {
	if r.Published != nil {
		if found, err := r.Published.Current().Pack(pack); err == nil {
			title := found.Titles.In(i18n.Chain(v.Voice.Locale))
			return frame.Said{Text: title.Text, Locale: v.Voice.Foreign(title.Locale)}
		}
	}
	return frame.Said{Text: pack}
}

// accountsOf are the accounts of a statement, with their charts.
func (r *room) accountsOf(v *frame.Visit, s payout.Statement) []account {
	var all []account
	for _, a := range s.Accounts {
		all = append(all, account{
			Currency: a.Currency, Earned: cldr.FormatPrice(string(v.Voice.Locale), a.Parts[payout.Creator], a.Currency), Facts: factsOf(v, a),
			Days: daysOf(v, s, a.Currency),
			Regions: barsOf(v, s.Regions, a.Currency, func(key string) frame.Said {
				return frame.Said{Text: cldr.RegionName(string(v.Voice.Locale), key)}
			}),
			Packs: barsOf(v, s.Packs, a.Currency, func(key string) frame.Said { return r.packOf(v, key) }),
		})
	}
	return all
}

// factsOf tell how an account comes about: only what there is.
func factsOf(v *frame.Visit, a payout.Account) []fact {
	locale := string(v.Voice.Locale)
	var all []fact
	add := func(word string, minor int64, always, sum bool) {
		if minor != 0 || always {
			all = append(all, fact{v.Voice.T("studio.earnings." + word), cldr.FormatPrice(locale, minor, a.Currency), sum})
		}
	}
	all = append(all, fact{Name: v.Voice.T("studio.earnings.sales"), Value: cldr.FormatNumber(locale, strconv.FormatInt(a.Sales, 10))})
	if a.Returns > 0 {
		all = append(all, fact{Name: v.Voice.T("studio.earnings.returns"), Value: cldr.FormatNumber(locale, strconv.FormatInt(a.Returns, 10))})
	}
	add("gross", a.Gross, true, false)
	add("tax", -a.Parts[payout.Tax], false, false)
	add("store_fee", -a.Parts[payout.Fee], false, false)
	add("brand", -a.Parts[payout.Brand], false, false)
	add("platform", -a.Parts[payout.Platform], false, false)
	add("earned", a.Parts[payout.Creator], true, true)
	add("carried", a.Carried, false, false)
	add("withheld", -a.Withheld, false, false)
	add("due", a.Due, a.Balance == 0, true)
	add("balance", a.Balance, false, true)
	return all
}

// download gives the statement as a file.
func (r *room) download(v *frame.Visit) error {
	period, err := r.period(v)
	if err != nil {
		return err
	}
	lines := func(take func(payout.Line) error) (payout.Statement, error) {
		return r.money.Statement(v.Request().Context(), payer(v), v.Param("creator"), period, take)
	}
	switch v.Param("file") {
	case "statement.csv":
		return send(v, "statement-"+period.String()+".csv", sheet.CSV, func(w io.Writer) error { return sheet.StatementCSV(w, lines) })
	case "statement.xlsx":
		return send(v, "statement-"+period.String()+".xlsx", sheet.XLSX, func(w io.Writer) error { return sheet.StatementXLSX(w, lines) })
	}
	return web.ErrAddressUnknown
}

// send answers with a file, once all of it is there.
func send(v *frame.Visit, name, mediaType string, write func(io.Writer) error) error {
	var spool sheet.Spool
	defer spool.Close()
	err := write(&spool)
	if err != nil {
		return err
	}
	header := v.Response().Header()
	header.Set("Content-Type", mediaType)
	header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	header.Set("Content-Length", strconv.FormatInt(spool.Size(), 10))
	v.Response().WriteHeader(http.StatusOK)
	if v.Request().Method != http.MethodHead {
		_, _ = spool.WriteTo(v.Response()) // a reader who left is no failure of ours
	}
	return nil
}

// aside adds what was paid, and how the creator wants to be paid.
func (r *room) aside(v *frame.Visit, p *statementPage, sent *payout.Profile) error {
	ctx := v.Request().Context()
	named, err := r.money.Creator(ctx, payer(v), p.Creator)
	if err != nil {
		return err
	}
	p.Name = named.Name
	p.Title = named.Name + " · " + p.Title
	err = r.payoutsOf(v, p)
	if err != nil || !v.Actor.Can(accounts.WriteProfiles) {
		return err
	}
	known, err := r.money.Profile(ctx, payer(v), p.Creator)
	if err != nil {
		return err
	}
	if sent != nil {
		known = *sent
	}
	p.Profile = &known
	return nil
}
