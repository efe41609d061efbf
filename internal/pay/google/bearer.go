package google

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"

	jws "github.com/golang-jwt/jwt/v5"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/jwt"
)

// scope is what the Developer API asks for.
const scope = "https://www.googleapis.com/auth/androidpublisher"

// tokenURL is where Google gives tokens out, for keys that do not say.
const tokenURL = "https://oauth2.googleapis.com/token"

// ServiceAccount is who asks Google, with the key that it proves this by.
type ServiceAccount struct {
	Email    string `json:"client_email"`
	Key      string `json:"private_key"` // RSA, PEM
	KeyID    string `json:"private_key_id"`
	TokenURL string `json:"token_uri"`
}

// ParseAccount reads the JSON file that Google Cloud hands out for a key of a service account.
func ParseAccount(text string) (ServiceAccount, error) {
	a := ServiceAccount{TokenURL: tokenURL}
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return ServiceAccount{}, errors.New("google: no JSON of a service account") // which might tell of the key
	}
	if a.Email == "" || a.Key == "" || a.TokenURL == "" {
		return ServiceAccount{}, errors.New("google: no key of a service account")
	}
	if _, err := jws.ParseRSAPrivateKeyFromPEM([]byte(a.Key)); err != nil {
		return ServiceAccount{}, errors.New("google: the private key cannot be read")
	}
	return a, nil
}

// bearer gives the tokens that the API is called with: RFC 7523, section 2.1.
type bearer struct {
	config *jwt.Config
	client *http.Client

	mu     sync.Mutex
	source oauth2.TokenSource
	last   string
}

func newBearer(a ServiceAccount, client *http.Client) *bearer {
	return &bearer{client: client, config: &jwt.Config{
		Email: a.Email, PrivateKey: []byte(a.Key), PrivateKeyID: a.KeyID, TokenURL: a.TokenURL, Scopes: []string{scope},
	}}
}

// token returns one that holds. One is asked for at a time, and kept until its end.
func (b *bearer) token() (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.source == nil {
		b.source = b.config.TokenSource(context.WithValue(context.Background(), oauth2.HTTPClient, b.client))
	}
	token, err := b.source.Token()
	if err == nil && token.AccessToken == "" {
		err = errors.New("google: no token is given")
	}
	if err != nil {
		b.source = nil
		return "", errors.New("google: no token to call with: " + reasonOf(err))
	}
	b.last = token.AccessToken
	return token.AccessToken, nil
}

// forget drops a token that was not taken.
func (b *bearer) forget(token string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last == token {
		b.source = nil
	}
}

// reasonOf is what is said of an error: no more of an answer than its status.
func reasonOf(err error) string {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return refused.Response.Status
	}
	return err.Error()
}
