package orders

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
)

// waitingAt is the list of refunds that wait for a second person.
const waitingAt = Home + "/refunds"

var waitingTemplate = frame.Parse(templates, "waiting.html", "parts.html")

// asked is a refund that needs, or needed, a second person.
type asked struct {
	ID, Order string
	State     string
	Asked     string // who asked for how much
	Decided   string // who decided what, or ""
	Reason    string
	At, Stamp string
	Approves  bool // the reader may approve it
	Declines  bool // the reader may decline it
	Own       bool // the reader asked for it
}

func askedOf(v *frame.Visit, approvals []purchases.Approval) []asked {
	var all []asked
	for _, a := range approvals {
		waits := a.State == purchases.ApprovalWaiting
		one := asked{
			ID: a.ID, Order: a.Order, State: string(a.State), Reason: a.Reason, At: v.Voice.Moment(a.AskedAt), Stamp: stamp(a.AskedAt),
			Asked: v.Voice.T("studio.approval.asked", "Who", v.AccountName(a.AskedBy), "Amount", priced(v, a.Amount.Amount, a.Amount.Currency)),
			Own:   a.AskedBy == v.Account.ID,
		}
		one.Approves = waits && !one.Own && v.Actor.Can(accounts.ApproveRefunds)
		one.Declines = waits && (one.Own || one.Approves)
		if !waits {
			one.Decided = v.Voice.T("studio.approval."+one.State, "Who", v.AccountName(a.DecidedBy))
		}
		all = append(all, one)
	}
	return all
}

// waitingPage is the refunds that wait, those that have waited longest first.
type waitingPage struct {
	frame.Shell
	Asked []asked
}

func (r *room) waiting(v *frame.Visit) error {
	approvals, err := r.orders.Approvals(v.Request().Context(), "", shown)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, waitingTemplate, waitingPage{v.Shell(v.Voice.T("studio.approval.title")), askedOf(v, approvals)})
}

// refund gives money back: all that is left, or a part. Above the limit it asks for it.
func (r *room) refund(v *frame.Visit) error {
	ctx := v.Request().Context()
	story, err := r.orders.Story(ctx, v.Param("order"))
	if err != nil {
		return err
	}
	filled := refundForm{Amount: strings.TrimSpace(v.FormValue("amount")), Reason: strings.TrimSpace(v.FormValue("reason"))}
	request, err := filled.request(v, story.Order)
	var approval *purchases.Approval
	if err == nil {
		_, approval, err = r.orders.RefundByStaff(ctx, request)
	}
	if err != nil {
		wording := v.Word(err)
		return r.tell(v, wording.Status, story, wording.Bad(), &filled)
	}
	if approval != nil {
		return v.Go(Home + "/" + story.Order.ID + "?done=asked")
	}
	return v.Go(Home + "/" + story.Order.ID + "?done=refund")
}

// request is what the form asks for.
func (f refundForm) request(v *frame.Visit, o purchases.Order) (purchases.RefundRequest, error) {
	request := purchases.RefundRequest{
		Intent: purchases.Intent{Ledger: o.Ledger, Key: v.FormValue("key"), RequestHash: f.Amount + "\n" + f.Reason, By: v.Origin()},
		Holder: o.Holder, Order: o.ID, Reason: f.Reason,
	}
	if f.Amount == "" || o.Settled == nil {
		return request, nil
	}
	minor, ok := catalog.ParseAmount(f.Amount, o.Settled.Currency)
	if !ok {
		return request, purchases.ErrRefundAmount.With("order", o.ID, "amount", f.Amount, "refundable", o.Refundable(), "currency", o.Settled.Currency)
	}
	request.Amount = &minor
	return request, nil
}

// decide approves or declines a refund that was asked for.
func (r *room) decide(v *frame.Visit) error {
	ctx := v.Request().Context()
	story, err := r.orders.Story(ctx, v.Param("order"))
	if err != nil {
		return err
	}
	done, err := r.decided(v, story.Order)
	if err != nil {
		wording := v.Word(err)
		return r.tell(v, wording.Status, story, wording.Bad(), nil)
	}
	return v.Go(Home + "/" + story.Order.ID + "?done=" + done)
}

// decided does what the form says with a refund of the order, and returns what that is called.
func (r *room) decided(v *frame.Visit, o purchases.Order) (done string, err error) {
	ctx := v.Request().Context()
	approvals, err := r.orders.Approvals(ctx, o.ID, shown)
	if err != nil {
		return "", err
	}
	id := v.Param("approval")
	for _, a := range approvals {
		switch {
		case a.ID != id:
			continue
		case v.FormValue("decision") == "approve":
			if err := v.Actor.Require(accounts.ApproveRefunds); err != nil {
				return "", err
			}
			_, err = r.orders.ApproveRefund(ctx, v.Origin(), id)
			return "refund", err
		case a.AskedBy != v.Account.ID:
			if err := v.Actor.Require(accounts.ApproveRefunds); err != nil {
				return "", err
			}
		}
		_, err = r.orders.DeclineRefund(ctx, v.Origin(), id)
		return "declined", err
	}
	return "", purchases.ErrApprovalNotFound.With("approval", cmp.Or(id, "-"))
}
