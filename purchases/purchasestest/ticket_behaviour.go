package purchasestest

import (
	"fmt"
	"testing"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// ticketsAreFound by what they say, by seat and by holder, also those that were taken back.
func ticketsAreFound(t *testing.T, f fixture) {
	p, other := f.sold(t, meeting()), f.sold(t, meeting())
	first := f.buyPass(t, "fan", p, "t1").Grants[0]
	second := f.buyPass(t, "1", p, "t2").Grants[0]
	f.buyPass(t, "fan", other, "t3")
	dead := f.ticket(t, "fan", p)
	handed, err := f.handOn("fan", p, "friend")
	done(t, "HandOn", err)
	for word, want := range map[string][]string{
		"": {handed.ID, second.ID, first.ID}, "fan": {first.ID}, " friend ": {handed.ID}, dead: {first.ID}, f.ticket(t, "friend", p): {handed.ID},
		"1": {handed.ID, second.ID, first.ID}, "2": {second.ID}, "3": nil, "-1": nil, "0": nil, "nobody": nil, "fan\x00": nil,
	} {
		same(t, fmt.Sprintf("%.20q", word), want, f.found(t, p, word, ""))
	}
	same(t, "the next page", []string{first.ID}, f.found(t, p, "", second.ID))
	_, err = f.FindTickets(ctx, other.ID, dead, "", 10)
	same(t, "of another pass", p.ID, fmt.Sprint(refused(t, "another", err, purchases.ErrTicketForeign)["pass"]))
	_, err = f.FindTickets(ctx, p.ID, dead+"x", "", 10)
	refused(t, "forged", err, pass.ErrTicketInvalid)
}

// found are the ids of the grants that a word finds.
func (f fixture) found(t *testing.T, p pass.Pass, word, before string) []string {
	t.Helper()
	grants, err := f.FindTickets(ctx, p.ID, word, before, 10)
	done(t, "FindTickets", err)
	var ids []string
	for _, g := range grants {
		ids = append(ids, g.ID)
	}
	return ids
}
