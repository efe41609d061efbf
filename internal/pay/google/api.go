package google

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// ErrTokenInvalid: a token that was handed in stands for no purchase that pays. Facts: reason, which is form,
// unknown, environment or unpaid.
var ErrTokenInvalid = fault.Define(fault.Invalid, "purchase-token-invalid")

// apiURL is where Google's Developer API is.
const apiURL = "https://androidpublisher.googleapis.com"

// MaxToken is the most that a purchase token may have, in bytes.
const MaxToken = 1000

// tokenForm is that of purchase tokens, as far as it is known: nothing that could lead elsewhere in an address.
var tokenForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._~-]{0,999}$`)

// api is the Google Play Developer API, version 3, of one app: developers.google.com/android-publisher/api-ref.
type api struct {
	base   string
	client *http.Client
	bearer *bearer
}

func newAPI(c Config, client *http.Client) *api {
	base := c.URL
	if base == "" {
		base = apiURL
	}
	return &api{
		base:   base + "/androidpublisher/v3/applications/" + url.PathEscape(c.Package),
		client: client, bearer: newBearer(c.Account, client),
	}
}

// purchase is purchases.productsv2.getproductpurchasev2.
func (a *api) purchase(ctx context.Context, token string) (purchase, error) {
	p := purchase{token: token}
	err := a.call(ctx, http.MethodGet, "/purchases/productsv2/tokens/"+url.PathEscape(token), &p)
	if err == nil {
		err = p.check()
	}
	return p, err
}

// order is orders.get, which knows the money.
func (a *api) order(ctx context.Context, id string) (order, error) {
	var o order
	err := a.call(ctx, http.MethodGet, "/orders/"+url.PathEscape(id), &o)
	if err == nil && o.ID != id {
		err = away(errors.New("google: told of another order"))
	}
	return o, err
}

// refund is orders.refund, which gives all of an order's money back.
func (a *api) refund(ctx context.Context, id string) error {
	return a.call(ctx, http.MethodPost, "/orders/"+url.PathEscape(id)+":refund?revoke=true", nil)
}

// The ways to say that what was bought was given.
const (
	acknowledge = "acknowledge"
	consume     = "consume"
)

// tell is purchases.products.acknowledge or consume.
func (a *api) tell(ctx context.Context, product, token, verb string) error {
	return a.call(ctx, http.MethodPost, "/purchases/products/"+url.PathEscape(product)+"/tokens/"+url.PathEscape(token)+":"+verb, nil)
}

// voided is one page of purchases.voidedpurchases.list: of the last thirty days, by Google's own clock.
func (a *api) voided(ctx context.Context, page string) (voidedPage, error) {
	query := url.Values{"maxResults": {strconv.Itoa(voidedPerPage)}, "includeQuantityBasedPartialRefund": {"true"}}
	if page != "" {
		query.Set("token", page)
	}
	var found voidedPage
	err := a.call(ctx, http.MethodGet, "/purchases/voidedpurchases?"+query.Encode(), &found)
	return found, err
}

// maxAnswer is the most that is read of an answer: a page of voided purchases has some 300 KB.
const maxAnswer = 4 << 20

// call makes a request and reads what it is answered. Faults: ErrGatewayAway; ErrPaymentRefused when Google
// itself says that it is not done.
func (a *api) call(ctx context.Context, method, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, a.base+path, nil)
	if err != nil {
		return away(err)
	}
	token, err := a.bearer.token()
	if err != nil {
		return away(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/json")
	reply, err := a.client.Do(request)
	if err != nil {
		return away(err)
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(reply.Body, maxAnswer+1))
	if err != nil || len(body) > maxAnswer {
		return away(errors.Join(fmt.Errorf("google: an answer of %d bytes or more", len(body)), err))
	}
	if reply.StatusCode == http.StatusUnauthorized {
		a.bearer.forget(token)
	}
	if reply.StatusCode < 200 || reply.StatusCode > 299 {
		return failure(reply.StatusCode, body)
	}
	return understood(body, into)
}

// understood reads an answer. What is not even JSON, some error page that says 200, is no answer of Google's.
func understood(body []byte, into any) error {
	if into == nil {
		if len(bytes.TrimSpace(body)) > 0 && !json.Valid(body) {
			return away(errors.New("google: what is answered is no JSON"))
		}
		return nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return away(err)
	}
	return nil
}

// failure says what an answer means that is none of success: what Google refuses, and what nobody knows the
// outcome of. Its own refusals say their status once more in the body.
func failure(status int, body []byte) error {
	var told struct {
		Error struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
			Errors  []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
		} `json:"error"`
	}
	cause := fmt.Errorf("google: status %d", status)
	if json.Unmarshal(body, &told) != nil || told.Error.Code != status {
		return away(cause)
	}
	cause = fmt.Errorf("google: status %d: %.200q", status, told.Error.Message)
	switch status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusGone:
	default: // our keys, its limits, its troubles
		return away(cause)
	}
	reason := "refused"
	if len(told.Error.Errors) > 0 && reasonForm.MatchString(told.Error.Errors[0].Reason) {
		reason = told.Error.Errors[0].Reason
	}
	return refusal(reason).Because(cause)
}

var reasonForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func away(err error) *fault.Error {
	return purchases.ErrGatewayAway.With("provider", purchases.GooglePlay).Because(err)
}

func refusal(reason string) *fault.Error {
	return purchases.ErrPaymentRefused.With("provider", purchases.GooglePlay, "reason", reason)
}

func isRefusal(err error) bool { return errors.Is(err, purchases.ErrPaymentRefused) }
