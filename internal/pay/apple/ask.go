package apple

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/hallyu-store/hallyu/purchases"
)

// Where the App Store Server API is.
const (
	liveURL    = "https://api.storekit.apple.com"
	sandboxURL = "https://api.storekit-sandbox.apple.com"
)

// bearerFor is how long the key that we call with holds; Apple takes up to an hour.
const bearerFor = 5 * time.Minute

// ask asks Apple how a transaction stands. Faults: ErrGatewayAway; ErrPaymentRefused when Apple has none of
// that id.
func (g *Gateway) ask(ctx context.Context, id string, test bool) (Transaction, error) {
	signed, err := g.get(ctx, id, test)
	if err != nil {
		return Transaction{}, err
	}
	t, err := g.Transaction(signed)
	if err == nil && (t.ID != id || t.Test != test) {
		err = errors.New("apple: told of another transaction")
	}
	if err != nil {
		return Transaction{}, away(err)
	}
	return t, nil
}

func away(err error) error {
	return purchases.ErrGatewayAway.With("provider", purchases.AppStore).Because(err)
}

// get is Get Transaction Info.
func (g *Gateway) get(ctx context.Context, id string, test bool) (signed string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, g.base(test)+"/inApps/v1/transactions/"+url.PathEscape(id), nil)
	if err != nil {
		return "", away(err)
	}
	bearer, err := g.bearer()
	if err != nil {
		return "", away(err)
	}
	request.Header.Set("Authorization", "Bearer "+bearer)
	reply, err := g.config.Client.Do(request)
	if err != nil {
		return "", away(err)
	}
	defer func() { _ = reply.Body.Close() }()
	var told struct {
		Signed string `json:"signedTransactionInfo"`
		Code   int64  `json:"errorCode"`
	}
	err = json.NewDecoder(io.LimitReader(reply.Body, 2*MaxSigned)).Decode(&told)
	switch {
	case err == nil && reply.StatusCode == http.StatusNotFound && told.Code != 0:
		return "", purchases.ErrPaymentRefused.With("provider", purchases.AppStore, "reason", "transaction-not-found")
	case err != nil || reply.StatusCode != http.StatusOK:
		return "", away(errors.Join(fmt.Errorf("apple: status %d, code %d", reply.StatusCode, told.Code), err))
	}
	return told.Signed, nil
}

func (g *Gateway) base(test bool) string {
	switch {
	case g.config.URL != "":
		return g.config.URL
	case test:
		return sandboxURL
	}
	return liveURL
}

// bearer is the key that we call with: developer.apple.com, "Generating JSON Web Tokens for API requests".
func (g *Gateway) bearer() (string, error) {
	now := g.config.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{
		"iss": g.config.Keys.Issuer, "iat": now.Unix(), "exp": now.Add(bearerFor).Unix(), "aud": "appstoreconnect-v1", "bid": g.config.Bundle,
	})
	token.Header["kid"] = g.config.Keys.ID
	return token.SignedString(g.config.Keys.Private)
}
