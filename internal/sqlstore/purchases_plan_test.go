package sqlstore_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// scan matches a plan that reads a whole table; lists of values in a statement are no tables.
var scan = regexp.MustCompile(`(?m)^SCAN (orders|purchases|refunds|grants|transfers|postings|replies|events|audit)`)

// TestNothingIsSearchedForFromEndToEnd: whatever is asked while orders are placed, followed up and
// looked at is found by an index.
func TestNothingIsSearchedForFromEndToEnd(t *testing.T) {
	ctx := context.Background()
	db := sqlstoretest.Open(t)
	var seen strings.Builder
	if err := db.Watch(func(statement, plan string) {
		seen.WriteString(statement + "\n")
		if scan.MatchString(plan) || plan == "" {
			t.Errorf("%s\n%s", statement, plan)
		}
	}); err != nil {
		t.Fatal(err)
	}
	price := catalog.Price{Amount: 2500, Currency: "KRW"}
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", State: catalog.OfferOpen, Price: &price})
	s := purchases.NewService(db.Purchases(), offers, func() time.Time { return at })
	intent := func(key string) purchases.Intent { return purchases.Intent{Ledger: books, Key: key} }
	o, err := s.Place(ctx, purchases.OrderRequest{
		Intent: intent("1"), Holder: "u1", Pack: "pck_1", Region: "KR", PayWith: purchases.PayWith{Provider: purchases.External},
	})
	done := func(what string, err error) {
		if err != nil {
			t.Error(what, err)
		}
	}
	done("Place", err)
	_, err = s.Confirm(ctx, purchases.Confirmation{Intent: intent("2"), Holder: "u1", Order: o.ID, Transaction: "t1"})
	done("Confirm", err)
	_, err = s.Check(ctx, books, []string{"u1", "u2"}, []string{"pck_1", "pck_2"})
	done("Check", err)
	_, err = s.Entitlements(ctx, books, "u1")
	done("Entitlements", err)
	_, err = s.Order(ctx, books, "u1", o.ID)
	done("Order", err)
	_, next, err := s.Orders(ctx, books, "u1", purchases.Page{Limit: 20})
	done("Orders", err)
	_, _, err = s.Orders(ctx, books, "u1", purchases.Page{After: o.ID + next, Limit: 20})
	done("Orders, further", err)
	_, err = s.Refund(ctx, purchases.RefundRequest{Intent: intent("3"), Holder: "u1", Order: o.ID})
	done("Refund", err)
	_, err = s.Refunds(ctx, books, "u1", o.ID)
	done("Refunds", err)
	gift, err := s.Place(ctx, purchases.OrderRequest{
		Intent: intent("4"), Holder: "u1", Recipient: "u2", Pack: "pck_1", Region: "KR", PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "t2"},
	})
	done("Place, a gift", err)
	_, next, err = s.Gifts(ctx, books, "u2", purchases.Page{Limit: 20})
	done("Gifts", err)
	_, _, err = s.Gifts(ctx, books, "u2", purchases.Page{After: gift.ID + next, Limit: 20})
	done("Gifts, further", err)
	_, err = s.AcceptGift(ctx, purchases.GiftAnswer{Intent: intent("5"), Recipient: "u2", Gift: gift.ID})
	done("AcceptGift", err)
	_, err = s.Sweep(ctx, 10)
	done("Sweep", err)
	_, err = db.Journal().Events(ctx, "", 0, 10)
	done("Events", err)
	for _, table := range []string{"orders", "purchases", "refunds", "grants", "replies", "events"} {
		if !strings.Contains(seen.String(), "FROM `"+table+"`") {
			t.Errorf("%s was not looked at", table)
		}
	}
}

// TestNothingIsReadWholeBeforeItIsAnalysed: nobody has told PostgreSQL yet how many rows there are.
func TestNothingIsReadWholeBeforeItIsAnalysed(t *testing.T) {
	db := sqlstoretest.OpenPostgres(t)
	var keys [][3]string
	for i := range 200 {
		holder := strconv.Itoa(i)
		keys = append(keys, [3]string{books.ID(), holder, "pck_1"})
		grant := purchases.Grant{ID: "gnt_" + holder, Ledger: books, Holder: holder, Pack: "pck_1", Kind: purchases.GrantPurchase, ValidFrom: at}
		err := db.Purchases().Transact(t.Context(), purchases.Scope{Ledger: books, Holder: holder}, func(purchases.State) (purchases.Changes, error) {
			return purchases.Changes{Granted: []purchases.Grant{grant}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	plan, err := db.PlanOfGrants(keys...)
	if err != nil || strings.Contains(plan, "Seq Scan on grants") || !strings.Contains(plan, "Index") {
		t.Errorf("%v\n%s", err, plan)
	}
}
