package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestCodesGivePieces has an operator limit a pack and make codes for it, users type them in, and somebody guess.
func TestCodesGivePieces(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	onSale(t, operator, "moon", "2500")
	app := s.client(s.app(t, everyScope...))
	if stock := must(app.Stock(ctx, "moon"))(t); stock.Limited || stock.State != "open" {
		t.Errorf("before it is limited: %+v", stock)
	}
	must(operator.SetEdition(ctx, "moon", api.NewStock{Stock: 2}))(t)
	made := must(operator.MakeCodes(ctx, api.NewCodes{Name: "spring", Pack: "moon", Count: 5}))(t)
	if len(made.Codes) != 5 || made.PerHolder != 1 {
		t.Fatalf("made: %+v", made)
	}

	typed := " " + strings.ToLower(strings.ReplaceAll(made.Codes[0], "-", " "))
	grant := must(app.Redeem(ctx, "fan-1", "key-1", typed))(t)
	if grant.Kind != "code" || grant.Serial == nil || *grant.Serial != 1 {
		t.Errorf("redeemed: %+v", grant)
	}
	if again := must(app.Redeem(ctx, "fan-1", "key-1", typed))(t); again.ID != grant.ID {
		t.Errorf("asked again: %+v", again)
	}
	_, err := app.Redeem(ctx, "fan-2", "key-2", made.Codes[0])
	problem(t, err, "code-redeemed")
	must(app.Redeem(ctx, "fan-2", "key-3", made.Codes[1]))(t)
	_, err = app.Redeem(ctx, "fan-3", "key-4", made.Codes[2])
	problem(t, err, "sold-out")
	if stock := must(app.Stock(ctx, "moon"))(t); *stock.Left != 0 || stock.State != "sold_out" {
		t.Errorf("after the last piece: %+v", stock)
	}
	must(operator.EndCodes(ctx, made.ID))(t)
	_, err = app.Redeem(ctx, "fan-3", "key-5", made.Codes[2])
	problem(t, err, "code-ended")
	if batch := must(operator.CodeBatch(ctx, made.ID))(t); batch.Redeemed != 2 || batch.EndedAt == nil {
		t.Errorf("the batch: %+v", batch)
	}
	for i := range 10 {
		_, err = app.Redeem(ctx, "guesser", fmt.Sprint("guess-", i), fmt.Sprintf("0000-0000-0000-%04d-0", i))
		problem(t, err, "code-not-found")
	}
	_, err = app.Redeem(ctx, "guesser", "guess-more", made.Codes[3])
	problem(t, err, "too-many-requests")
	_, err = app.Redeem(ctx, "fan-4", "key-6", made.Codes[3])
	problem(t, err, "code-ended")
}
