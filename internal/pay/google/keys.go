package google

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Bounds on how long a set of keys is believed, and how often it is asked for: whoever sends us tokens of keys
// that there are none of has us ask Google no more often than that.
const (
	minKeysAge = time.Minute
	keysAge    = time.Hour // when Google does not say
	maxKeysAge = 24 * time.Hour
	keysEvery  = 30 * time.Second
	maxKeys    = 64 << 10 // bytes
)

// keys are those that Google signs with, a JWK Set (RFC 7517), kept as long as Google says.
type keys struct {
	url    string
	client *http.Client
	now    func() time.Time
	asking singleflight.Group

	mu    sync.Mutex
	known map[string]*rsa.PublicKey
	until time.Time // when they are asked for again
	asked time.Time
}

// key returns the key of an id. One that is not known may be new: they are asked for again. Faults: ErrUnsigned
// when there is none; ErrGatewayAway.
func (k *keys) key(ctx context.Context, id string) (*rsa.PublicKey, error) {
	key, fresh, wait := k.look(id)
	if key != nil && fresh {
		return key, nil
	}
	if !wait {
		_, err, _ := k.asking.Do("", func() (any, error) { return nil, k.ask(context.WithoutCancel(ctx)) })
		if err != nil {
			return nil, away(err)
		}
		key, fresh, _ = k.look(id)
	}
	switch {
	case !fresh:
		return nil, away(errors.New("google: its keys cannot be had"))
	case key == nil:
		return nil, ErrUnsigned.With("reason", "signature")
	}
	return key, nil
}

// look finds a key among those that are known, and says whether these still hold and whether it is too early to
// ask again.
func (k *keys) look(id string) (key *rsa.PublicKey, fresh, wait bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	since := now.Sub(k.asked)
	return k.known[id], now.Before(k.until), since >= 0 && since < keysEvery
}

func (k *keys) ask(ctx context.Context) error {
	found, age, err := k.fetch(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = k.now()
	if err != nil {
		return err
	}
	k.known, k.until = found, k.asked.Add(age)
	return nil
}

// fetch asks for the keys, and for how long they hold.
func (k *keys) fetch(ctx context.Context) (map[string]*rsa.PublicKey, time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return nil, 0, err
	}
	reply, err := k.client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = reply.Body.Close() }()
	if reply.StatusCode != http.StatusOK {
		return nil, 0, fmt.Errorf("google: keys: status %d", reply.StatusCode)
	}
	var set struct {
		Keys []jwk `json:"keys"`
	}
	if err := json.NewDecoder(io.LimitReader(reply.Body, maxKeys)).Decode(&set); err != nil {
		return nil, 0, err
	}
	found := map[string]*rsa.PublicKey{}
	for _, key := range set.Keys {
		if public := key.public(); public != nil && key.ID != "" {
			found[key.ID] = public
		}
	}
	if len(found) == 0 {
		return nil, 0, errors.New("google: no keys")
	}
	return found, ageOf(reply.Header.Get("Cache-Control")), nil
}

// ageOf is how long an answer holds: RFC 9111, section 5.2.2.1.
func ageOf(control string) time.Duration {
	for directive := range strings.SplitSeq(control, ",") {
		text, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(directive)), "max-age=")
		seconds, err := strconv.ParseUint(text, 10, 31)
		if found && err == nil {
			return min(max(time.Duration(seconds)*time.Second, minKeysAge), maxKeysAge)
		}
	}
	return keysAge
}

// jwk is an RSA key for signatures: RFC 7518, section 6.3.
type jwk struct {
	Type string `json:"kty"`
	ID   string `json:"kid"`
	Use  string `json:"use"`
	Alg  string `json:"alg"`
	N    string `json:"n"`
	E    string `json:"e"`
}

// Sizes of keys that are taken, in bits.
const (
	minBits = 2048
	maxBits = 8192
)

// public returns the key, or nil when it is none for RS256.
func (k jwk) public() *rsa.PublicKey {
	if k.Type != "RSA" || k.Use != "" && k.Use != "sig" || k.Alg != "" && k.Alg != "RS256" {
		return nil
	}
	n, errN := base64.RawURLEncoding.DecodeString(k.N)
	e, errE := base64.RawURLEncoding.DecodeString(k.E)
	modulus, exponent := new(big.Int).SetBytes(n), new(big.Int).SetBytes(e)
	bits := modulus.BitLen()
	if errN != nil || errE != nil || bits < minBits || bits > maxBits || exponent.BitLen() > 31 || exponent.Int64() < 3 || exponent.Bit(0) == 0 {
		return nil
	}
	return &rsa.PublicKey{N: modulus, E: int(exponent.Int64())}
}
