package sqlstore

import (
	"context"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// brief reports whether an edition may be all that a scope has to see: of an order for a pack, for oneself, that brings no
// money and none of one's coins.
func brief(s purchases.Scope) bool {
	return s == purchases.Scope{Ledger: s.Ledger, Holder: s.Holder, Key: s.Key, Pack: s.Pack, Provider: s.Provider} && s.Pack != "" && !pass.IsID(s.Pack)
}

// briefRow is the edition of a scope, by its place in the list, and whether there is more to see.
type briefRow struct {
	N       string
	More    bool
	Edition editionRow `gorm:"embedded"`
}

// glance reads, in one statement, the states of those scopes to which their edition is all that is there: who asks has no
// grant, no piece held and no earlier answer. In a drop that is nearly everybody. The others' are nil.
func (db *DB) glance(scopes []purchases.Scope) ([]*purchases.State, error) {
	states := make([]*purchases.State, len(scopes))
	var asked [][6]string
	for i, s := range scopes {
		if brief(s) {
			asked = append(asked, [6]string{strconv.Itoa(i), s.Ledger.ID(), s.Holder, s.Pack, s.Key, strconv.FormatBool(s.Ledger.Test)})
		}
	}
	if len(asked) == 0 {
		return states, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTimeout)
	defer cancel()
	var rows []briefRow
	for len(asked) > 0 {
		n := min(len(asked), maxRows)
		statement, args := glancing(asked[:n])
		var found []briefRow
		if err := db.read(ctx).Raw(statement, args...).Scan(&found).Error; err != nil {
			if ctx.Err() != nil {
				err = journal.ErrStoreUnavailable.Because(err)
			}
			return nil, translate(err)
		}
		rows, asked = append(rows, found...), asked[n:]
	}
	for _, row := range rows {
		if i, err := strconv.Atoi(row.N); err == nil && i < len(states) && !row.More {
			e := row.Edition.edition()
			states[i] = &purchases.State{Edition: &e}
		}
	}
	return states, nil
}

// glancing is the statement that glance asks. OFFSET 0 keeps PostgreSQL's planner from reading whole tables once in place of
// looking each row up.
func glancing(asked [][6]string) (statement string, args []any) {
	asked = padded(asked)
	for _, a := range asked {
		for _, value := range a {
			args = append(args, value)
		}
	}
	return "WITH q(n, ledger, holder, pack, key, test) AS (VALUES " + strings.Repeat(",(?,?,?,?,?,?)", len(asked))[1:] + `)
		SELECT q.n, e.*,
			EXISTS (SELECT 1 FROM replies r WHERE r.ledger = q.ledger AND r.key = q.key LIMIT 1 OFFSET 0)
			OR EXISTS (SELECT 1 FROM grants g WHERE g.ledger = q.ledger AND g.holder = q.holder AND g.pack = q.pack LIMIT 1 OFFSET 0)
			OR EXISTS (SELECT 1 FROM orders o WHERE o.ledger = q.ledger AND o.holder = q.holder AND o.pack = q.pack AND o.held LIMIT 1 OFFSET 0) AS more
		FROM q JOIN editions e ON e.pack = q.pack AND e.test = (q.test = 'true')`, args
}
