package googletest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Sale is what a payer buys.
type Sale struct {
	Product, Account, Profile string

	Package  string // Package unless it is said
	Quantity int    // 1
	Test     bool
	Pending  bool // the payer has yet to pay
	Free     bool // by a code of Google's: nobody pays
	Units    int64
	Currency string    // KRW
	At       time.Time // now
}

type purchase struct {
	Sale
	token, order string
	state        string
	acknowledged bool
	consumed     bool
}

type order struct {
	id, token, state string
	sale             Sale
	parts            []any
	reason           string
}

type voided struct {
	token, order string
	reason       int
}

// Buy sells something, and returns the token that the payer's device gets. Prices are ₩2,500 unless it is said.
func (s *Server) Buy(sale Sale) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sale.Package == "" {
		sale.Package = Package
	}
	if sale.Currency == "" {
		sale.Currency, sale.Units = "KRW", 2500
	}
	if sale.At.IsZero() {
		sale.At = time.Now()
	}
	p := &purchase{Sale: sale, token: s.id("token%06d.AO-J1Oy"), state: "PENDING"}
	s.purchases[p.token] = p
	if !sale.Pending {
		s.pay(p)
	}
	return p.token
}

// Pay has the payer of a pending purchase pay.
func (s *Server) Pay(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pay(s.purchases[token])
}

func (s *Server) pay(p *purchase) {
	p.state = "PURCHASED"
	if p.Free {
		return
	}
	p.order = s.id("GPA.3300-0000-0000-%05d")
	s.orders[p.order] = &order{id: p.order, token: p.token, state: "PROCESSED", sale: p.Sale}
}

// Cancel has the payer of a pending purchase not pay.
func (s *Server) Cancel(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.purchases[token].state = "CANCELLED"
}

// The reasons for which Google gives money back, of those of the Voided Purchases API.
const (
	Remorse    = 1
	Chargeback = 7
)

// Refund gives all that is left of a purchase's money back, at Google's own desk or the payer's bank.
func (s *Server) Refund(token string, reason int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.giveBack(s.orders[s.purchases[token].order], reason)
}

func (s *Server) giveBack(o *order, reason int) {
	o.state, o.reason = "REFUNDED", "OTHER"
	if reason == Chargeback {
		o.reason = "CHARGEBACK"
	}
	s.purchases[o.token].state = "CANCELLED"
	s.voided = append(s.voided, voided{o.token, o.id, reason})
}

// RefundPart gives a part of a purchase's money back.
func (s *Server) RefundPart(token string, units int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orders[s.purchases[token].order]
	o.state = "PARTIALLY_REFUNDED"
	o.parts = append(o.parts, map[string]any{
		"createTime": rfc3339(o.sale.At.Add(time.Duration(len(o.parts)+1) * time.Hour)), "state": "PROCESSED_SUCCESSFULLY",
		"refundDetails": map[string]any{"total": money(units, o.sale.Currency)},
	})
}

// Settled is whether a purchase was acknowledged, and whether it was consumed.
func (s *Server) Settled(token string) (acknowledged, consumed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.purchases[token]
	return p.acknowledged, p.consumed
}

// Refunded is whether a purchase's money went back.
func (s *Server) Refunded(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.orders[s.purchases[token].order].state == "REFUNDED"
}

// OrderOf is Google's number of a purchase's order.
func (s *Server) OrderOf(token string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.purchases[token].order
}

func (s *Server) find(r *http.Request, token string) (*purchase, *fail) {
	p := s.purchases[token]
	if p == nil || p.Package != r.PathValue("package") {
		return nil, &fail{http.StatusNotFound, "purchaseTokenDoesNotExist"}
	}
	return p, nil
}

// purchase is purchases.productsv2.getproductpurchasev2.
func (s *Server) purchase(_ http.ResponseWriter, r *http.Request) (any, *fail) {
	p, f := s.find(r, r.PathValue("token"))
	if f != nil {
		return nil, f
	}
	details := map[string]any{"purchaseOptionId": "buy", "consumptionState": "CONSUMPTION_STATE_YET_TO_BE_CONSUMED", "quantity": max(p.Quantity, 1)}
	if p.consumed {
		details["consumptionState"] = "CONSUMPTION_STATE_CONSUMED"
	}
	found := map[string]any{
		"kind": "androidpublisher#productPurchaseV2", "purchaseStateContext": map[string]any{"purchaseState": p.state},
		"productLineItem":      []any{map[string]any{"productId": p.Product, "productOfferDetails": details}},
		"acknowledgementState": "ACKNOWLEDGEMENT_STATE_PENDING", "regionCode": "KR",
	}
	if p.acknowledged {
		found["acknowledgementState"] = "ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED"
	}
	if p.Account != "" {
		found["obfuscatedExternalAccountId"], found["obfuscatedExternalProfileId"] = p.Account, p.Profile
	}
	if p.order != "" {
		found["orderId"], found["purchaseCompletionTime"] = p.order, rfc3339(p.At)
	}
	if p.Test {
		found["testPurchaseContext"] = map[string]any{"fopType": "TEST"}
	}
	return found, nil
}

// tell is purchases.products.acknowledge and consume.
func (s *Server) tell(_ http.ResponseWriter, r *http.Request) (any, *fail) {
	token, verb, _ := strings.Cut(r.PathValue("verb"), ":")
	p, f := s.find(r, token)
	switch {
	case f != nil:
		return nil, f
	case p.Product != r.PathValue("product") || p.state != "PURCHASED" || verb == "consume" && p.consumed:
		return nil, &fail{http.StatusBadRequest, "productNotOwnedByUser"}
	case verb == "consume":
		p.consumed, p.acknowledged = true, true
	case verb == "acknowledge":
		p.acknowledged = true
	default:
		return nil, &fail{http.StatusNotFound, "notFound"}
	}
	return nil, nil
}

// order is orders.get.
func (s *Server) order(_ http.ResponseWriter, r *http.Request) (any, *fail) {
	o := s.orders[r.PathValue("order")]
	if o == nil || o.sale.Package != r.PathValue("package") || o.sale.Test {
		return nil, &fail{http.StatusNotFound, "orderIdDoesNotExist"}
	}
	total := money(o.sale.Units, o.sale.Currency)
	history := map[string]any{"processedEvent": map[string]any{"eventTime": rfc3339(o.sale.At)}}
	if len(o.parts) > 0 {
		history["partialRefundEvents"] = o.parts
	}
	if o.state == "REFUNDED" {
		history["refundEvent"] = map[string]any{"eventTime": rfc3339(o.sale.At), "refundReason": o.reason, "refundDetails": map[string]any{"total": total}}
	}
	return map[string]any{
		"orderId": o.id, "purchaseToken": o.token, "state": o.state, "createTime": rfc3339(o.sale.At), "total": total, "orderHistory": history,
		"lineItems": []any{map[string]any{"productId": o.sale.Product, "listingPrice": total, "total": total}},
	}, nil
}

func money(units int64, currency string) any {
	return map[string]any{"currencyCode": currency, "units": strconv.FormatInt(units, 10)}
}

// refund is orders.refund.
func (s *Server) refund(_ http.ResponseWriter, r *http.Request) (any, *fail) {
	id, verb, _ := strings.Cut(r.PathValue("order"), ":")
	o := s.orders[id]
	switch {
	case o == nil || verb != "refund":
		return nil, &fail{http.StatusNotFound, "orderIdDoesNotExist"}
	case o.state == "REFUNDED" || r.URL.Query().Get("revoke") != "true":
		return nil, &fail{http.StatusBadRequest, "orderCannotBeRefunded"}
	}
	s.giveBack(o, 0)
	return nil, nil
}

// listVoided is purchases.voidedpurchases.list.
func (s *Server) listVoided(_ http.ResponseWriter, r *http.Request) (any, *fail) {
	from, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Query().Get("token"), "page-"))
	until := min(from+s.perPage, len(s.voided))
	list := []any{}
	for _, v := range s.voided[from:until] {
		list = append(list, map[string]any{
			"kind": "androidpublisher#voidedPurchase", "purchaseToken": v.token, "orderId": v.order, "voidedReason": v.reason, "voidedSource": 2,
			"purchaseTimeMillis": "1790000000000", "voidedTimeMillis": "1790000000001",
		})
	}
	found := map[string]any{"voidedPurchases": list}
	if until < len(s.voided) {
		found["tokenPagination"] = map[string]any{"nextPageToken": "page-" + strconv.Itoa(until)}
	}
	return found, nil
}
