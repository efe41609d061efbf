package purchases

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/purchases/pass"
)

// TicketQuery asks for tickets of a pass: those of a grant, or of a holder or a seat, or all.
type TicketQuery struct {
	Pass   string
	Grant  string // id; "" for any
	Holder string // "" for any
	Seat   int64  // 0 for any; with Holder, either will do
	Before string // id of the grant that the last page ended with; "" for the first
	Limit  int    // at least 1
}

// maxWord is how long what somebody looks for may be, in bytes.
const maxWord = 600

// FindTickets returns at most limit tickets of a pass that a word names, those before a grant, the latest first. A word
// is the text of a ticket, the number of a seat, or a holder as their app calls them; none is every ticket.
//
// Faults: pass.ErrTicketInvalid, ErrTicketForeign (of another pass).
func (s *Service) FindTickets(ctx context.Context, id, word, before string, limit int) ([]Grant, error) {
	q := TicketQuery{Pass: id, Before: before, Limit: limit}
	word = strings.TrimSpace(word)
	switch {
	case len(word) > maxWord || !utf8.ValidString(word) || containsUnprintable(word):
		return []Grant{}, nil
	case pass.IsTicket(word):
		t, err := s.ReadTicket(word)
		if err == nil && t.Pass != id {
			err = ErrTicketForeign.With("pass", t.Pass)
		}
		if err != nil {
			return nil, err
		}
		q.Grant = t.Grant
	default:
		q.Holder = word
		q.Seat, _ = strconv.ParseInt(word, 10, 64) // what is none is 0, and so no seat
		q.Seat = max(0, q.Seat)
	}
	return s.store.Tickets(ctx, q)
}

// ReadTicket returns what a ticket says that this store signed. Fault: pass.ErrTicketInvalid.
func (s *Service) ReadTicket(text string) (pass.Ticket, error) {
	if s.keys == nil {
		return pass.Ticket{}, pass.ErrTicketInvalid
	}
	return s.keys.Read(text)
}
