package apple

import (
	"fmt"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases"
)

// The environments that the App Store signs for. What Xcode signs on a developer's own machine it does not.
const (
	production = "Production"
	sandbox    = "Sandbox"
)

// Transaction is what the App Store says of one, where it matters here.
type Transaction struct {
	ID       string
	Test     bool   // of the sandbox: no money moved
	Order    string // that it was bought for, by its appAccountToken; "" when it names none
	Product  string
	Quantity int64
	Price    int64 // thousandths of a unit of the currency, for one
	Currency string
	Revoked  bool
	Part     int64     // of the money that went back, thousandths of a percent
	Shared   bool      // by a member of the family, who paid
	Signed   time.Time // when it stood so; zero when that is not said
}

// Transaction reads a signed transaction of this store's app. Fault: ErrUnsigned.
func (g *Gateway) Transaction(signed string) (Transaction, error) {
	c, err := g.trust.read(signed, func(c claims) error {
		if err := c.check(transactionForm); err != nil {
			return err
		}
		return signedFor(c.text("environment"))
	})
	if err != nil {
		return Transaction{}, err
	}
	if c.text("bundleId") != g.config.Bundle {
		return Transaction{}, ErrUnsigned.With("reason", "app")
	}
	t := Transaction{
		ID: c.text("transactionId"), Test: c.text("environment") == sandbox, Order: orderOf(c.text("appAccountToken")),
		Product: c.text("productId"), Quantity: c.whole("quantity"), Price: c.whole("price"), Currency: c.text("currency"),
		Revoked: c["revocationDate"] != nil || c["revocationReason"] != nil, Part: 100_000,
		Shared: c.text("inAppOwnershipType") == "FAMILY_SHARED",
	}
	if c["signedDate"] != nil {
		t.Signed = c.signedAt(time.Time{})
	}
	if c["quantity"] == nil {
		t.Quantity = 1
	}
	if part := c.whole("revocationPercentage"); part > 0 {
		t.Part = min(part, t.Part)
	}
	return t, nil
}

// signedFor refuses environments that the App Store does not sign for: what claims to be of one is not
// signed by anybody whom we know.
func signedFor(environment string) error {
	if environment != production && environment != sandbox {
		return ErrUnsigned.With("reason", "environment")
	}
	return nil
}

// orders is what the id of an order begins with; the rest is a UUID, which is its appAccountToken.
const orders = "ord_"

func tokenOf(order string) string { return strings.TrimPrefix(order, orders) }

func orderOf(token string) string {
	if token == "" {
		return ""
	}
	return orders + strings.ToLower(token)
}

// standing is what a transaction says of the payment of its order.
func (t Transaction) standing() (purchases.Standing, error) {
	st := purchases.Standing{Payment: t.ID, Product: t.Product, Said: t.Signed}
	if t.Shared || t.ID == "" {
		return purchases.Standing{}, ErrUnsigned.With("reason", "form")
	}
	if t.Quantity != 1 { // an order is for one
		st.Product = fmt.Sprintf("%d × %s", t.Quantity, t.Product)
	}
	taken, ok := t.money()
	if !ok {
		return purchases.Standing{}, ErrUnsigned.With("reason", "form")
	}
	st.Taken = &taken
	if t.Revoked {
		st.Dispute, st.Disputed = purchases.DisputeLost, max(1, taken.Amount*t.Part/100_000)
	}
	return st, nil
}

// maxPrice and maxQuantity keep their product below what an int64 holds, and far above what Apple sells.
const (
	maxPrice    = 10_000_000_000_000
	maxQuantity = 100
)

// money is what was taken, in our smallest units: half a one counts as one.
func (t Transaction) money() (catalog.Price, bool) {
	const units = 1000
	if t.Price <= 0 || t.Price > maxPrice || t.Quantity < 1 || t.Quantity > maxQuantity || len(t.Currency) != 3 {
		return catalog.Price{}, false
	}
	amount := t.Price * t.Quantity
	for range cldr.CurrencyDigits(t.Currency) {
		amount *= 10
	}
	p := catalog.Price{Amount: (amount + units/2) / units, Currency: t.Currency}
	return p, p.Amount > 0 && p.Amount <= catalog.MaxPrice
}

// Notification is what an App Store Server Notification of version 2 says, where it matters here.
type Notification struct {
	Type        string
	Test        bool
	Transaction *Transaction // nil when it is about none
}

// Notification reads a signed notification of this store's app, and the signed transaction in it. Fault:
// ErrUnsigned.
func (g *Gateway) Notification(signed string) (Notification, error) {
	c, err := g.trust.read(signed, func(c claims) error {
		if err := c.checkNotification(); err != nil {
			return err
		}
		return signedFor(c.about().text("environment"))
	})
	if err != nil {
		return Notification{}, err
	}
	about := c.about()
	n := Notification{Type: c.text("notificationType"), Test: about.text("environment") == sandbox}
	if about.text("bundleId") != g.config.Bundle || !n.Test && about.whole("appAppleId") != g.config.AppID {
		return Notification{}, ErrUnsigned.With("reason", "app")
	}
	nested := c.object("data").text("signedTransactionInfo")
	if nested == "" {
		return n, nil
	}
	t, err := g.Transaction(nested)
	if err == nil && t.Test != n.Test {
		err = ErrUnsigned.With("reason", "environment")
	}
	n.Transaction = &t
	return n, err
}

// about is the part of a notification that says whom it is for.
func (c claims) about() claims {
	for _, name := range []string{"data", "summary", "appData"} {
		if part := c.object(name); part != nil {
			return part
		}
	}
	token := c.object("externalPurchaseToken")
	if token == nil {
		return nil
	}
	environment := production
	if strings.HasPrefix(token.text("externalPurchaseId"), "SANDBOX") {
		environment = sandbox
	}
	return claims{"bundleId": token["bundleId"], "appAppleId": token["appAppleId"], "environment": environment}
}
