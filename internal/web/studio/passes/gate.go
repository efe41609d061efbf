package passes

import (
	"net/http"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var gateTemplate = frame.Parse(templates, "gate.html", "tickets.html", "parts.html")

// gatePage lets people in: on a phone, one after another.
type gatePage struct {
	frame.Shell
	ID      string
	Heading frame.Said
	Opens   *moment
	Closes  *moment
	Gate    string // what the gate is called
	Answer  *answer
	Found   *found // whose what was typed may be, when it is no ticket
}

// reasons are what a gate is told in few words, by the code of the fault.
var reasons = map[string]string{
	"pass-checked-in": "why_came", "pass-not-open": "why_closed", "pass-state": "why_cancelled", "pass-not-held": "unknown",
	"pass-ticket-invalid": "why_forged", "pass-ticket-foreign": "why_foreign", "pass-ticket-revoked": "why_revoked",
}

// answer says whether somebody may come in: loud, and not by its colour alone.
type answer struct {
	In     bool
	Title  string
	Reason string
	Ticket *ticket // of who was let in
	Came   *moment // when somebody came with it before
}

// gate is the page before anybody came.
func (r *room) gate(v *frame.Visit) error {
	p, err := r.passes.Pass(v.Request().Context(), v.Param("pass"))
	if err != nil {
		return err
	}
	return r.showGate(v, http.StatusOK, p, gatePage{Gate: strings.TrimSpace(v.QueryParam("gate"))})
}

func (r *room) showGate(v *frame.Visit, status int, p pass.Pass, shown gatePage) error {
	title := titleOf(v, p)
	shown.Shell, shown.ID, shown.Heading = v.Shell(v.Voice.T("studio.gate.title")+" · "+title.Text), p.ID, title
	shown.Opens, shown.Closes, shown.Script = momentOf(v, p.OpensAt), momentOf(v, p.ClosesAt), "js/gate.js"
	v.Response().Header().Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
	return v.Show(status, gateTemplate, shown)
}

// letIn answers to what was scanned or typed. It has no key to be repeated under: who shows a ticket for the second time,
// be it that of a friend, must never see the first one's answer.
func (r *room) letIn(v *frame.Visit) error {
	ctx := v.Request().Context()
	p, err := r.passes.Pass(ctx, v.Param("pass"))
	if err != nil {
		return err
	}
	shown := gatePage{Gate: strings.TrimSpace(v.FormValue("gate"))}
	c := purchases.CheckIn{Pass: p.ID, Holder: v.FormValue("holder"), Gate: shown.Gate, Intent: purchases.Intent{By: v.Origin()}}
	word := strings.TrimSpace(v.FormValue("ticket"))
	switch {
	case c.Holder != "":
		c.Ledger = purchases.ParseLedger(v.FormValue("ledger"))
	case pass.IsTicket(word):
		read, err := r.passes.ReadTicket(word)
		if err != nil {
			return r.refuse(v, p, shown, err)
		}
		c.Ticket, c.Ledger = word, purchases.ParseLedger(read.Ledger)
	default:
		return r.ask(v, p, shown, word)
	}
	grant, err := r.passes.CheckIn(ctx, c)
	if err != nil {
		return r.refuse(v, p, shown, err)
	}
	who := ticketOf(v, grant)
	shown.Answer = &answer{In: true, Title: v.Voice.T("studio.gate.in"), Ticket: &who}
	return r.showGate(v, http.StatusOK, p, shown)
}

// refuse says why somebody may not come in. What fails on our side is told of as such.
func (r *room) refuse(v *frame.Visit, p pass.Pass, shown gatePage, failure error) error {
	wording := v.Word(failure)
	shown.Answer = &answer{Title: v.Voice.T("studio.gate.out"), Reason: wording.Title + ". " + wording.Detail}
	if known := fault.As(failure); known != nil {
		if why := reasons[known.Code()]; why != "" {
			shown.Answer.Reason = v.Voice.T("studio.gate." + why)
		}
		if at, came := known.Facts()["checked_in_at"].(time.Time); came {
			shown.Answer.Came = momentOf(v, at)
		}
	}
	return r.showGate(v, wording.Status, p, shown)
}

// ask shows whose what was typed may be.
func (r *room) ask(v *frame.Visit, p pass.Pass, shown gatePage, word string) error {
	if word == "" {
		shown.Answer = &answer{Title: v.Voice.T("studio.gate.nothing"), Reason: v.Voice.T("studio.gate.nothing_text")}
		return r.showGate(v, http.StatusUnprocessableEntity, p, shown)
	}
	tickets, err := r.find(v, p.ID, word)
	if err != nil {
		return err
	}
	tickets.Next = ""
	shown.Found = tickets
	if len(tickets.Rows) == 0 {
		shown.Answer = &answer{Title: v.Voice.T("studio.gate.out"), Reason: v.Voice.T("studio.gate.unknown")}
	}
	return r.showGate(v, http.StatusOK, p, shown)
}
