package e2e

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"

	"github.com/hallyu-store/hallyu/internal/pay/apple"
	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
)

// leniences puts what Apple's library lets pass by the way it is made, and we refuse. Nobody without a key
// of Apple's can make use of any of it; none is a form that Apple writes or a standard allows.
func (c *court) leniences() {
	c.looseBase64()
	c.looseClaims()
	c.otherKeys()
	long := bought().With(appletest.Members{"later": strings.Repeat("x", apple.MaxSigned)})
	c.transaction("longer than we read", c.chain.Sign(long))
}

// looseBase64: Node's decoder takes either alphabet and skips what is of neither, and OpenSSL reads PEM, and
// whatever follows a certificate.
func (c *court) looseBase64() {
	x5c := c.chain.Header()["x5c"].([]string)
	for name, leaf := range map[string]string{
		"two in one": x5c[0] + x5c[1], "in lines": x5c[0][:64] + " " + x5c[0][64:], "with signs in it": x5c[0][:8] + "!" + x5c[0][8:],
		"of the other alphabet": base64.URLEncoding.EncodeToString(c.chain.Leaf.Raw) + "_", "with more behind": x5c[0] + "AAAA",
		"bytes behind": base64.StdEncoding.EncodeToString(append(c.chain.Leaf.Raw[:len(c.chain.Leaf.Raw):len(c.chain.Leaf.Raw)], 0)),
		"as PEM":       base64.StdEncoding.EncodeToString((&appletest.Chain{Root: c.chain.Leaf}).PEM()),
	} {
		c.headed("x5c: "+name, map[string]any{"alg": "ES256", "x5c": []string{leaf, x5c[1], x5c[2]}})
	}
	signed := c.chain.Sign(bought().With(appletest.Members{"later": c.filling()}))
	content := signed[:strings.LastIndexByte(signed, '.')] + "A" // one letter stands for no byte
	c.transaction("a letter too many", content+"."+c.chain.Signature(content))
}

// filling makes a payload with it a multiple of three bytes, so that its base64 ends with a whole group.
func (c *court) filling() string {
	for fill := ""; ; fill += "x" {
		payload := must(json.Marshal(bought().With(appletest.Members{"later": fill})))(c.t)
		if len(payload)%3 == 0 {
			return fill
		}
	}
}

// looseClaims: JavaScript has dates that are none and compare as good, numbers without end, a truth in every
// value, and texts that are read as JSON once more.
func (c *court) looseClaims() {
	c.transaction("signed at no date that there is", c.chain.Sign(bought().With(appletest.Members{"signedDate": 1e20})))
	c.transaction("signed within a millisecond", c.chain.Sign(bought().With(appletest.Members{"signedDate": float64(appletest.Now.UnixMilli()) + 0.5})))
	whole := string(must(json.Marshal(bought()))(c.t))
	c.transaction("a number without end", c.chain.Sign([]byte(`{"later":1e400,`+whole[1:])))
	twice := must(json.Marshal(whole))(c.t)
	c.transaction("encoded twice", c.chain.SignAs(map[string]any{"alg": "ES256", "typ": "JWT", "x5c": c.chain.Header()["x5c"]}, twice))
	ours := appletest.Members{"appAppleId": appletest.AppID, "bundleId": appletest.Bundle, "environment": "Production"}
	for _, nothing := range []any{0, false, ""} {
		n := appletest.Notice("SUBSCRIBED", "").With(appletest.Members{"data": nothing, "summary": ours})
		c.notification("a summary, and data that is no object", c.chain.Sign(n))
	}
	for _, part := range []string{"summary", "appData", "externalPurchaseToken"} {
		for name, value := range map[string]any{"a text": "x", "a number": 7, "a truth": true, "a list": []any{}} {
			c.notification(part+" is "+name, c.chain.Sign(c.noticed().With(appletest.Members{part: value})))
		}
	}
}

// otherKeys: the library takes any algorithm that suits the leaf's key. Apple signs with ES256, and says so.
func (c *court) otherKeys() {
	for alg, curve := range map[string]elliptic.Curve{"ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		chain := c.chain.Issue(c.t, lasting, func(p *appletest.Plan) { p.LeafCurve = curve })
		c.transaction(alg, signedBy(alg, chain, bought(), func(content string) []byte { return longSignature(c, chain.LeafKey, content) }))
	}
	key := must(rsa.GenerateKey(rand.Reader, 2048))(c.t)
	leaf := *c.chain.Leaf
	leaf.ExtraExtensions = leafMarked
	chain := *c.chain
	chain.Leaf = must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, &leaf, chain.Intermediate, &key.PublicKey, chain.IntermediateKey))(c.t)))(c.t)
	c.transaction("RS256", signedBy("RS256", &chain, bought(), func(content string) []byte {
		sum := sha256.Sum256([]byte(content))
		return must(rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:]))(c.t)
	}))
}

// signedBy returns a JWS of another algorithm than Apple's.
func signedBy(alg string, chain *appletest.Chain, payload any, sign func(content string) []byte) string {
	whole := chain.SignAs(map[string]any{"alg": alg, "x5c": chain.Header()["x5c"]}, payload)
	content := whole[:strings.LastIndexByte(whole, '.')]
	return content + "." + base64.RawURLEncoding.EncodeToString(sign(content))
}

// longSignature signs by the hash that goes with a curve above P-256.
func longSignature(c *court, key *ecdsa.PrivateKey, content string) []byte {
	sum := sha512.Sum512([]byte(content))
	hash := sum[:]
	if key.Curve == elliptic.P384() {
		short := sha512.Sum384([]byte(content))
		hash = short[:]
	}
	r, s, err := ecdsa.Sign(rand.Reader, key, hash)
	if err != nil {
		c.t.Fatal(err)
	}
	size := (key.Curve.Params().BitSize + 7) / 8
	fill := func(n *big.Int) []byte { return n.FillBytes(make([]byte, size)) }
	return append(fill(r), fill(s)...)
}
