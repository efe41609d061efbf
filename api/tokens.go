package api

import (
	"encoding/json"
	"time"
)

// NewClientToken says how long a client token is good for.
type NewClientToken struct {
	ExpiresIn int `json:"expires_in,omitempty" minimum:"60" maximum:"3600" doc:"seconds; 900 when left out"`
}

// ClientToken lets a holder's own device read what concerns them: orders, entitlements, packs, shelf.
type ClientToken struct {
	Token     string    `json:"token" doc:"hc_…, for Authorization: Bearer"`
	Holder    string    `json:"holder"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewIssuer says who signs the tokens with which an app's users come in, in place of client tokens: JSON Web Tokens
// (RFC 7519) with the claims iss, aud and exp. Of keys_url, keys and secret it has one.
type NewIssuer struct {
	Issuer   string  `json:"issuer" minLength:"1" maxLength:"500" doc:"claim iss"`
	Audience string  `json:"audience" minLength:"1" maxLength:"500" doc:"one of claim aud"`
	Claim    string  `json:"claim,omitempty" maxLength:"100" doc:"that names the user; sub when left out"`
	Family   string  `json:"family" enum:"RS,PS,ES,EdDSA,HS" doc:"the one kind of algorithms that it signs with"`
	KeysURL  string  `json:"keys_url,omitempty" maxLength:"2000" doc:"https address of its JWK set (RFC 7517)"`
	Keys     *KeySet `json:"keys,omitempty" doc:"its public keys, in place of their address"`
	Secret   string  `json:"secret,omitempty" maxLength:"512" doc:"of HS alone: 32 to 512 bytes that both know; the one before when left out"`
}

// KeySet is public keys: RFC 7517.
type KeySet struct {
	Keys []map[string]any `json:"keys" minItems:"1" maxItems:"50"`
}

// JSON returns the set as text; nothing for nil.
func (s *KeySet) JSON() json.RawMessage {
	if s == nil {
		return nil
	}
	data, _ := json.Marshal(s) // it was read as JSON
	return data
}

// Issuer is who signs an app's own tokens. Secrets are never told.
type Issuer struct {
	App      string    `json:"app"`
	Mode     string    `json:"mode" enum:"live,test"`
	Issuer   string    `json:"issuer"`
	Audience string    `json:"audience"`
	Claim    string    `json:"claim"`
	Family   string    `json:"family"`
	KeysURL  string    `json:"keys_url"`
	Pinned   bool      `json:"pinned" doc:"its keys were given and are not read from an address"`
	SetAt    time.Time `json:"set_at"`
}
