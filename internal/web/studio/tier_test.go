package studio_test

import (
	"net/http"
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
)

func TestTierThatChangedMeanwhileOffersAChoice(t *testing.T) {
	h := newHouse(t)
	b := h.browser(t)
	b.signIn(yuna, h.hire(t, yuna, accounts.Operator))
	save := func(version, amount string) answer {
		return b.post("/studio/sales/tiers", "name", "small", "version", version, "code", "USD", "money", "", "amount", amount)
	}
	b.leads(save("0", "0.99"), "/studio/sales?done=saved")
	if again := save("0", "5.99"); again.StatusCode != http.StatusPreconditionFailed || again.Find("#conflict").Length() != 0 {
		t.Errorf("a new one of the same name: %d, %d choices", again.StatusCode, again.Find("#conflict").Length())
	}
	b.leads(save("1", "1.99"), "/studio/sales?done=saved")
	late := save("1", "2.99")
	if late.StatusCode != http.StatusPreconditionFailed || late.Find("#conflict").Length() != 1 || late.Find("a[href='/studio/sales/tiers/small']").Length() != 1 {
		t.Fatalf("over what another saved: %d %s", late.StatusCode, late.Find("main").Text())
	}
	if gone := b.post("/studio/sales/tiers/small/remove", "version", "1"); gone.StatusCode != http.StatusPreconditionFailed {
		t.Errorf("removed unseen: %d", gone.StatusCode)
	}
	b.leads(save(late.Find("#tier input[name=version]").AttrOr("value", ""), "2.99"), "/studio/sales?done=saved")
	kept := b.get("/studio/sales/tiers/small")
	if amount := kept.Find("#amount-0").AttrOr("value", ""); amount != "2.99" {
		t.Errorf("kept %q", amount)
	}
	version := kept.Find("form[action$='/remove'] input[name=version]").AttrOr("value", "")
	b.leads(b.post("/studio/sales/tiers/small/remove", "version", version), "/studio/sales?done=removed")
}
