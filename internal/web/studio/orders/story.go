package orders

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

var storyTemplate = frame.Parse(templates, "story.html", "parts.html")

// storyPage is everything that is known of one order.
type storyPage struct {
	frame.Shell
	Notice *frame.Notice
	Head   head
	Order  purchases.Order
	Place  string // name of the region
	Facts  []fact
	Steps  []step
	Issued []issued // receipts and notes, the first one first
	Books  []booked
	Audit  []frame.Audited // the latest first
	Asked  []asked         // refunds that needed a second person, the latest first
	Refund *refundForm     // nil when nothing can go back, or not by the reader
}

// fact is a line about the order: a word of the page's, and what it is.
type fact struct{ Name, Value string }

// step is something that happened, at its moment.
type step struct {
	when  time.Time
	Stamp string
	At    string
	What  string
	Kind  string // good, bad or plain
	Note  string // more about it, in nobody's language: a code, or somebody's words
}

// booked is a transfer with its lines. Its template is postings.
type booked struct {
	At, Stamp, Kind string
	Order           string // that it is of, where the page is not the order's; else ""
	Lines           []line
}

// line is a posting.
type line struct {
	Account, Debit, Credit string
}

// refundForm asks for money back.
type refundForm struct {
	Left     string // that can go back, written
	Limit    string // that one may give back alone, written; "" for none
	Reason   string // as it was typed
	Amount   string // the same, as people write it in fields
	Currency string
	Key      string // so that it is sent once
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (r *room) story(v *frame.Visit) error {
	story, err := r.orders.Story(v.Request().Context(), v.Param("order"))
	if err != nil {
		return err
	}
	return r.tell(v, http.StatusOK, story, dones(v), nil)
}

// dones is the notice of what a form of the page did.
func dones(v *frame.Visit) *frame.Notice {
	switch v.QueryParam("done") {
	case "refund":
		return v.Good("studio.order.done_refund")
	case "asked":
		return v.Good("studio.approval.done_asked")
	case "declined":
		return v.Good("studio.approval.done_declined")
	}
	return nil
}

// tell shows an order's story. filled, unless it is nil, is what was typed into the form of refunds.
func (r *room) tell(v *frame.Visit, status int, story purchases.Story, notice *frame.Notice, filled *refundForm) error {
	o := story.Order
	p := storyPage{
		Shell: v.Shell(v.Voice.T("studio.order.title")), Notice: notice, Head: r.headOf(v, o), Order: o,
		Place: cldr.RegionName(string(v.Voice.Locale), o.Region), Facts: facts(v, story), Steps: steps(v, story), Refund: r.formOf(v, o, filled),
	}
	for _, t := range story.Transfers {
		p.Books = append(p.Books, bookedOf(v, t))
	}
	var err error
	p.Issued, err = r.issuedOf(v, o.ID)
	if err != nil {
		return err
	}
	done, err := r.audit.FindAudit(v.Request().Context(), journal.AuditQuery{Subject: o.ID}, shown)
	if err != nil {
		return err
	}
	p.Audit = v.Audited(done)
	approvals, err := r.orders.Approvals(v.Request().Context(), o.ID, shown)
	if err != nil {
		return err
	}
	p.Asked = askedOf(v, approvals)
	if len(p.Asked) > 0 && p.Asked[0].State == string(purchases.ApprovalWaiting) {
		p.Refund = nil
	}
	return v.Show(status, storyTemplate, p)
}

// formOf is the form of refunds; nil when nothing can go back, or not by the reader.
func (r *room) formOf(v *frame.Visit, o purchases.Order, filled *refundForm) *refundForm {
	returnable := o.State == purchases.Fulfilled || o.State == purchases.RefundDue
	if !returnable || !v.Actor.Can(accounts.WriteRefunds) {
		return nil
	}
	form := refundForm{Key: journal.NewID("form")}
	if o.Settled != nil {
		left := catalog.Price{Amount: o.Refundable(), Currency: o.Settled.Currency}
		form.Left, form.Amount, form.Currency = priced(v, left.Amount, left.Currency), left.Decimal(), left.Currency
		if limit := r.orders.RefundLimit(left.Currency); limit != nil {
			form.Limit = priced(v, limit.Amount, limit.Currency)
		}
	}
	if filled != nil {
		form.Amount, form.Reason = filled.Amount, filled.Reason
	}
	return &form
}

// facts are what else is known: only what there is.
func facts(v *frame.Visit, s purchases.Story) []fact {
	o := s.Order
	all := []fact{
		{"tax", taxOf(v, o)}, {"app", o.Ledger.App}, {"holder", o.Holder}, {"recipient", recipient(o)}, {"provider", string(o.Provider)}, {"transaction", o.Transaction},
		{"reason", o.Reason}, {"serial", pieceOf(v, o)},
	}
	if s.Payment != nil {
		all = append(all, fact{"number", s.Payment.Number}, fact{"payment", s.Payment.ID}, fact{"declined", s.Payment.Declined}, fact{"dispute", string(s.Payment.Dispute)})
		if s.Payment.CheckAt != nil {
			all = append(all, fact{"check", v.Voice.Moment(s.Payment.CheckAt.UTC())})
		}
		if a := s.Payment.Acknowledgement; a.Due(o) {
			all = append(all, fact{"acknowledge", v.Voice.Moment(a.By.UTC())})
		}
	}
	all = slices.DeleteFunc(all, func(f fact) bool { return f.Value == "" || f.Name == "payment" && f.Value == o.Transaction })
	for i := range all {
		all[i].Name = v.Voice.T("studio.order." + all[i].Name)
	}
	return all
}

// taxOf is the tax in the order's price, with its rate; "" for none.
func taxOf(v *frame.Visit, o purchases.Order) string {
	if o.Tax == nil || o.Price == nil || o.Tax.Millionths == 0 {
		return ""
	}
	word := "studio.order.tax_on_top"
	if o.Tax.Included {
		word = "studio.order.tax_included"
	}
	percent := cldr.FormatPercent(string(v.Voice.Locale), tax.Decimal(o.Tax.Millionths))
	return v.Voice.T(word, "Rate", percent, "Amount", priced(v, o.Tax.Amount, o.Price.Currency), "Net", priced(v, o.Tax.Net, o.Price.Currency))
}

// pieceOf is the number of a limited edition that the order has, or that a piece is held for it; "" for other packs.
func pieceOf(v *frame.Visit, o purchases.Order) string {
	if o.Held {
		return v.Voice.T("studio.order.held")
	}
	if n := len(o.Grants); n > 0 && o.Grants[n-1].Serial > 0 {
		return cldr.FormatNumber(string(v.Voice.Locale), strconv.FormatInt(o.Grants[n-1].Serial, 10))
	}
	return ""
}

// steps are what happened, the first thing first.
func steps(v *frame.Visit, s purchases.Story) []step {
	o := s.Order
	at := func(when time.Time, word, kind, note string, facts ...any) step {
		return step{when, stamp(when), v.Voice.Moment(when.UTC()), v.Voice.T("studio.order."+word, facts...), kind, note}
	}
	all := []step{at(o.CreatedAt, "step_placed", "plain", "")}
	for _, t := range s.Transfers {
		word, kind := wordOf(t)
		all = append(all, at(t.At, word, kind, noteOf(s, t), "Amount", moved(v, t)))
	}
	all = append(all, giftSteps(o, at)...)
	for _, g := range o.Grants {
		all = append(all, at(g.ValidFrom, "step_granted", "good", ""))
		if g.RevokedAt != nil {
			all = append(all, at(*g.RevokedAt, "step_revoked", "bad", g.Revoked))
		}
	}
	if end := "step_" + string(o.State); o.State == purchases.Cancelled || o.State == purchases.Expired || o.State == purchases.Failed {
		all = append(all, at(o.UpdatedAt, end, "bad", ""))
	}
	slices.SortStableFunc(all, func(a, b step) int { return cmp.Compare(a.when.UnixNano(), b.when.UnixNano()) })
	return all
}

// wordOf is what a transfer is told as, and whether that is good news.
func wordOf(t purchases.Transfer) (word, kind string) {
	switch t.Kind {
	case purchases.TransferSale:
		return "step_paid", "good"
	case purchases.TransferRefund:
		return "step_refund", "plain"
	case purchases.TransferRefundSettled:
		return "step_refund_settled", "plain"
	case purchases.TransferRefundFailed:
		return "step_refund_failed", "bad"
	case purchases.TransferDeclined:
		return "step_due", "plain"
	case purchases.TransferCoinsEnded:
		return "step_coins_ended", "plain"
	case purchases.TransferCoins:
		if t.Postings[0].Account == purchases.Wallets {
			return "step_coins_back", "bad"
		}
		return "step_coins", "good"
	}
	return "step_dispute", "bad"
}

// noteOf is the reason of the refund that a transfer is for, or a dispute's standing.
func noteOf(s purchases.Story, t purchases.Transfer) string {
	_, number, _ := strings.Cut(t.ID, "_")
	number, standing, _ := strings.Cut(number, ".")
	if t.Kind == purchases.TransferDispute {
		return standing
	}
	for _, r := range s.Refunds {
		if strings.HasSuffix(r.ID, "_"+number) {
			return r.Reason
		}
	}
	return ""
}

// moved is how much a transfer moved.
func moved(v *frame.Visit, t purchases.Transfer) string {
	var parts []string
	var whole int64 // of one currency: the others are where it came from
	for _, p := range t.Postings {
		if p.Amount > 0 {
			parts, whole = append(parts, priced(v, p.Amount, p.Asset)), whole+p.Amount
		}
	}
	if coins := coin.Asset(t.Postings[0].Asset); coins == coin.Paid || coins == coin.Bonus {
		return cldr.FormatList(string(v.Voice.Locale), parts)
	}
	return priced(v, whole, t.Postings[0].Asset)
}

func bookedOf(v *frame.Visit, t purchases.Transfer) booked {
	b := booked{At: v.Voice.Moment(t.At.UTC()), Stamp: stamp(t.At), Kind: string(t.Kind)}
	for _, p := range t.Postings {
		l := line{Account: p.Account}
		if p.Amount > 0 {
			l.Debit = priced(v, p.Amount, p.Asset)
		} else {
			l.Credit = priced(v, -p.Amount, p.Asset)
		}
		b.Lines = append(b.Lines, l)
	}
	return b
}
