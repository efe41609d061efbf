package sqlstore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

// audited is how many entries the chains of these tests have.
const audited = 9

// fillAudit writes entries and returns the ids of all, and where the chain ends.
func fillAudit(t *testing.T, db *sqlstore.DB) ([]string, journal.Head) {
	t.Helper()
	var ids []string
	for n := range audited {
		entry := journal.NewAuditEntry(journal.Origin{Actor: "acc_1", RequestID: "r"}, "key.issue", fmt.Sprint("key_", n), n, n+1,
			time.Date(2026, 9, 20, 3, 4, n, 123456789, time.UTC))
		ids = append(ids, entry.ID)
		if err := db.Journal().Append(t.Context(), journal.Record{Audit: []journal.AuditEntry{entry}}); err != nil {
			t.Fatal(err)
		}
	}
	return ids, verified(t, db, nil).Head
}

// verified is the verdict on a chain.
func verified(t *testing.T, db *sqlstore.DB, expected *journal.Head) journal.Verdict {
	t.Helper()
	verdict, err := journal.Verify(t.Context(), db.Journal(), expected)
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

// tampering is what somebody does who writes to the database itself. $1 is an entry, $2 the next one, or the first.
var tampering = map[string][]string{
	"delete":           {"DELETE FROM audit WHERE id = '$1'"},
	"alter id":         {"UPDATE audit SET id = 'aud_x' WHERE id = '$1'"},
	"alter actor":      {"UPDATE audit SET actor = 'acc_2' WHERE id = '$1'"},
	"alter action":     {"UPDATE audit SET action = 'key.revoke' WHERE id = '$1'"},
	"alter subject":    {"UPDATE audit SET subject = 'key_x' WHERE id = '$1'"},
	"alter before":     {"UPDATE audit SET before = '{}' WHERE id = '$1'"},
	"alter after":      {"UPDATE audit SET after = '' WHERE id = '$1'"},
	"alter request":    {"UPDATE audit SET request_id = '' WHERE id = '$1'"},
	"alter time":       {"UPDATE audit SET at = '2026-09-20 03:04:05.5' WHERE id = '$1'"},
	"alter hash":       {"UPDATE audit SET hash = previous || 'x' WHERE id = '$1'"},
	"alter previous":   {"UPDATE audit SET previous = hash WHERE id = '$1'"},
	"alter sequence":   {"UPDATE audit SET sequence = 1000 WHERE id = '$1'"},
	"hide":             {"UPDATE audit SET sequence = NULL WHERE id = '$1'"},
	"take out":         {"UPDATE audit SET hash = '', previous = '' WHERE id = '$1'"},
	"move to the end":  {"UPDATE audit_chain SET sequence = 1000", "UPDATE audit SET sequence = 1000 WHERE id = '$1'"},
	"change places":    {"UPDATE audit SET sequence = sequence + 500 WHERE id IN ('$1', '$2')", "UPDATE audit SET sequence = CASE id WHEN '$1' THEN (SELECT sequence - 500 FROM audit WHERE id = '$2') ELSE (SELECT sequence - 500 FROM audit WHERE id = '$1') END WHERE id IN ('$1', '$2')"},
	"change subjects":  {"UPDATE audit SET subject = CASE id WHEN '$1' THEN (SELECT subject FROM audit WHERE id = '$2') ELSE (SELECT subject FROM audit WHERE id = '$1') END WHERE id IN ('$1', '$2')"},
	"insert a copy":    {"INSERT INTO audit SELECT 'aud_y', 1000 + sequence, actor, action, subject, before, after, request_id, at, previous, hash FROM audit WHERE id = '$1'"},
	"insert outside":   {"INSERT INTO audit (id, sequence, actor, action, subject, before, after, request_id, at) SELECT 'aud_y', NULL, actor, action, subject, before, after, request_id, at FROM audit WHERE id = '$1'"},
	"delete from here": {"DELETE FROM audit WHERE sequence >= (SELECT sequence FROM audit WHERE id = '$1')"},
	"delete up to":     {"DELETE FROM audit WHERE sequence <= (SELECT sequence FROM audit WHERE id = '$1')"},
}

// TestEveryTamperingIsFound deletes, alters, moves and inserts every single entry of a chain, in every way.
func TestEveryTamperingIsFound(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		ids, head := fillAudit(t, db)
		run := func(statement string) {
			t.Helper()
			if err := db.Exec(statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		run("CREATE TABLE audit_saved AS SELECT * FROM audit")
		run("CREATE TABLE audit_chain_saved AS SELECT * FROM audit_chain")
		tried, found := 0, 0
		for name, statements := range tampering {
			for i, id := range ids {
				for _, s := range statements {
					run(strings.NewReplacer("$1", id, "$2", ids[(i+1)%len(ids)]).Replace(s))
				}
				tried++
				if verified(t, db, nil).Intact() {
					t.Errorf("%s of entry %d was not found", name, i+1)
				} else {
					found++
				}
				for _, table := range []string{"audit", "audit_chain"} {
					run("DELETE FROM " + table)
					run("INSERT INTO " + table + " SELECT * FROM " + table + "_saved")
				}
			}
		}
		if !verified(t, db, &head).Intact() {
			t.Error("the chain does not hold by itself")
		}
		t.Logf("found %d of %d", found, tried)
	})
}

// TestAnAnchorFindsACutEnd: whoever cuts the end off and moves the noted end too is found by a head that was kept.
func TestAnAnchorFindsACutEnd(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		ids, head := fillAudit(t, db)
		for _, s := range []string{
			"DELETE FROM audit WHERE id = '" + ids[audited-1] + "'",
			fmt.Sprintf("UPDATE audit_chain SET sequence = %d, hash = (SELECT hash FROM audit WHERE sequence = %d)", audited-1, audited-1),
		} {
			if err := db.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		if !verified(t, db, nil).Intact() {
			t.Error("nothing tells of it without an anchor, and yet it is found")
		}
		if verdict := verified(t, db, &head); verdict.Intact() || verdict.Breaks[0].Damage != journal.HeadDiffers {
			t.Errorf("%+v", verdict)
		}
	})
}

// TestOldEntriesAreChainedAtTheStart: what an older program left is in the chain once; what appears later is taken in by
// an operator alone.
func TestOldEntriesAreChainedAtTheStart(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		ids, _ := fillAudit(t, db)
		for _, s := range []string{"DELETE FROM audit_chain", "UPDATE audit SET hash = '', previous = ''"} {
			if err := db.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if verdict := verified(t, db, nil); !verdict.Intact() || verdict.Entries != audited {
			t.Errorf("%+v", verdict)
		}
		if err := db.Exec("INSERT INTO audit (id, sequence, actor, action, subject, before, after, request_id, at) SELECT 'aud_y', NULL, actor, action, subject, before, after, request_id, at FROM audit WHERE id = '" + ids[0] + "'"); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if verdict := verified(t, db, nil); len(verdict.Breaks) != 1 || verdict.Breaks[0].Damage != journal.EntryOutside {
			t.Errorf("%+v", verdict)
		}
		told := journal.NewAuditEntry(journal.Origin{Actor: "command-line"}, "audit.adopt", "audit", nil, []string{"aud_y"}, time.Now())
		if err := db.Journal().AdoptAudit(t.Context(), []string{"aud_y"}, told); err != nil {
			t.Fatal(err)
		}
		if verdict := verified(t, db, nil); !verdict.Intact() || verdict.Entries != audited+2 {
			t.Errorf("%+v", verdict)
		}
	})
}
