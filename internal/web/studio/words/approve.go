package words

import (
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// approvals is the form that approves many texts of the table.
type approvals struct {
	Address string
	Limit   int // of texts that are approved at once
}

// approvalsOf is the form for those who may word the language; nil where no text on the page waits for a reviewer.
func approvalsOf(v *frame.Visit, t *tablePage) *approvals {
	if !t.Exchange.Mine {
		return nil
	}
	for _, row := range t.Rows {
		if row.Seen != "" {
			return &approvals{t.Address() + "/approvals?" + filters(v).Encode(), translation.MaxApproved}
		}
	}
	return nil
}

// seenOf names the text of a message that can be approved, as the form sends it: its revision and its id.
func seenOf(m translation.Translation) string {
	if m.Target == nil || m.State == translation.Reviewed {
		return ""
	}
	return m.Revision + " " + m.Message
}

// approve approves the texts that were chosen, or all that wait in what the table shows.
func (r *room) approve(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	texts, more, err := r.chosenTexts(v, p)
	if err != nil {
		return err
	}
	outcomes, failure := r.Translations.Approve(v.Request().Context(), by(v), translation.Approval{Project: p.Project, Locale: p.To, Texts: texts})
	if failure != nil {
		return r.showTable(v, p, failure)
	}
	kept := filters(v)
	counted(kept, outcomes)
	if more {
		kept.Set("waiting", "true")
	}
	return v.Go(p.Address() + "?" + kept.Encode())
}

// chosenTexts are the texts that a form names, and whether more wait than are approved at once.
func (r *room) chosenTexts(v *frame.Visit, p place) (texts []translation.Seen, more bool, err error) {
	if v.FormValue("act") == "all" {
		return r.waiting(v, p)
	}
	sent, err := v.FormParams()
	if err != nil {
		return nil, false, err
	}
	for _, text := range sent["text"] {
		revision, id, _ := strings.Cut(text, " ")
		texts = append(texts, translation.Seen{Message: id, Revision: revision})
	}
	more = len(texts) > translation.MaxApproved
	return texts[:min(len(texts), translation.MaxApproved)], more, nil
}

// waiting are the texts of what the table shows that wait for a reviewer. Those that need work are among them when the
// table is narrowed to these.
func (r *room) waiting(v *frame.Visit, p place) (texts []translation.Seen, more bool, err error) {
	q, err := r.query(v, p, false)
	if err != nil {
		return nil, false, err
	}
	q.State = cmp.Or(q.State, translation.Translated)
	for {
		q.Limit = translation.MaxApproved - len(texts)
		found, err := r.Translations.List(v.Request().Context(), q)
		if err != nil {
			return nil, false, err
		}
		for _, m := range found.Messages {
			texts = append(texts, translation.Seen{Message: m.Message, Revision: m.Revision})
		}
		if q.After = found.After; q.After == "" || len(texts) == translation.MaxApproved {
			return texts, q.After != "", nil
		}
	}
}

// refusals are why a text is not approved, each with the name that addresses and words have for it.
var refusals = []struct {
	name string
	is   error
}{
	{"own", translation.ErrOwnReview}, {"stale", translation.ErrStale}, {"empty", translation.ErrEmpty}, {"gone", i18n.ErrMessageNotFound},
}

// counted writes into an address how many texts were approved, and how many were not and why.
func counted(query url.Values, outcomes []translation.Outcome) {
	approved, counts := 0, make([]int, len(refusals))
	for _, o := range outcomes {
		if o.Refused == nil {
			approved++
		}
		for i, refusal := range refusals {
			if errors.Is(o.Refused, refusal.is) {
				counts[i]++
			}
		}
	}
	query.Set("approved", strconv.Itoa(approved))
	for i, n := range counts {
		if n > 0 {
			query.Set(refusals[i].name, strconv.Itoa(n))
		}
	}
}

// approved says what became of an approval.
func approved(v *frame.Visit) *frame.Notice {
	n, err := strconv.Atoi(v.QueryParam("approved"))
	if err != nil || n < 0 {
		return nil
	}
	notice := v.Good("studio.approve.done", "Count", n)
	if n == 0 {
		notice = &frame.Notice{Kind: "plain", Title: v.Voice.T("studio.approve.none")}
	}
	var said []string
	for _, refusal := range refusals {
		n, err := strconv.Atoi(v.QueryParam(refusal.name))
		if err == nil && n > 0 {
			said = append(said, v.Voice.T("studio.approve.not_"+refusal.name, "Count", n))
		}
	}
	if v.QueryParam("waiting") != "" {
		said = append(said, v.Voice.T("studio.approve.more"))
	}
	notice.Text = strings.Join(said, " ")
	return notice
}
