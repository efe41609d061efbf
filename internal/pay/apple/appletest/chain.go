// Package appletest signs what Apple's App Store would, by a chain of certificates of its own. It is for
// tests: nobody else trusts its root.
package appletest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"testing"
	"time"
)

// Now is the moment at which everything here is signed, unless it is said otherwise.
var Now = time.Date(2026, 9, 20, 3, 4, 5, 0, time.UTC)

// Plan is what certificates are made from.
type Plan struct {
	Root, Intermediate, Leaf x509.Certificate
	LeafCurve                elliptic.Curve
}

// Chain is a root, an intermediate and a leaf, and what they sign with.
type Chain struct {
	Root, Intermediate, Leaf          *x509.Certificate
	RootKey, IntermediateKey, LeafKey *ecdsa.PrivateKey
}

// Marks of the certificates, as Apple sets them.
var (
	LeafMark         = pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 11, 1}, Value: []byte{5, 0}}
	IntermediateMark = pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 2, 1}, Value: []byte{5, 0}}
)

func plan() *Plan {
	authority := func(name string, number int64, years int) x509.Certificate {
		return x509.Certificate{
			SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: name, Organization: []string{"A test"}},
			NotBefore: Now.AddDate(-years, 0, 0), NotAfter: Now.AddDate(years, 0, 0),
			BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		}
	}
	p := &Plan{Root: authority("Root", 1, 10), Intermediate: authority("Intermediate", 2, 5), LeafCurve: elliptic.P256()}
	p.Intermediate.ExtraExtensions = []pkix.Extension{IntermediateMark}
	p.Leaf = x509.Certificate{
		SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "Leaf"}, NotBefore: Now.AddDate(-1, 0, 0), NotAfter: Now.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{LeafMark},
	}
	return p
}

// New makes a chain; changes say how it is unlike Apple's.
func New(t testing.TB, changes ...func(*Plan)) *Chain {
	t.Helper()
	p := plan()
	for _, change := range changes {
		change(p)
	}
	c := &Chain{RootKey: key(t, elliptic.P384())}
	c.Root = certificate(t, &p.Root, &p.Root, &c.RootKey.PublicKey, c.RootKey)
	return c.issue(t, p)
}

// Issue makes another intermediate and leaf under the same root.
func (c *Chain) Issue(t testing.TB, changes ...func(*Plan)) *Chain {
	t.Helper()
	p := plan()
	for _, change := range changes {
		change(p)
	}
	return (&Chain{Root: c.Root, RootKey: c.RootKey}).issue(t, p)
}

func (c *Chain) issue(t testing.TB, p *Plan) *Chain {
	c.IntermediateKey, c.LeafKey = key(t, elliptic.P384()), key(t, p.LeafCurve)
	c.Intermediate = certificate(t, &p.Intermediate, c.Root, &c.IntermediateKey.PublicKey, c.RootKey)
	c.Leaf = certificate(t, &p.Leaf, c.Intermediate, &c.LeafKey.PublicKey, c.IntermediateKey)
	return c
}

func key(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func certificate(t testing.TB, template, parent *x509.Certificate, public *ecdsa.PublicKey, by *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// PEM is the root as a file.
func (c *Chain) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Root.Raw})
}

// Header is that of everything that the chain signs.
func (c *Chain) Header() map[string]any {
	return map[string]any{"alg": "ES256", "x5c": []string{X5C(c.Leaf), X5C(c.Intermediate), X5C(c.Root)}}
}

// X5C is a certificate as a header has it.
func X5C(c *x509.Certificate) string { return base64.StdEncoding.EncodeToString(c.Raw) }

// Sign returns a JWS of a payload.
func (c *Chain) Sign(payload any) string { return c.SignAs(c.Header(), payload) }

// SignAs returns a JWS with another header. []byte is taken as it is.
func (c *Chain) SignAs(header, payload any) string {
	content := part(header) + "." + part(payload)
	return content + "." + c.Signature(content)
}

// Signature is the ES256 signature of a text.
func (c *Chain) Signature(content string) string {
	sum := sha256.Sum256([]byte(content))
	r, s, err := ecdsa.Sign(rand.Reader, c.LeafKey, sum[:])
	if err != nil {
		panic(err) // our own key
	}
	size := (c.LeafKey.Curve.Params().BitSize + 7) / 8
	return base64.RawURLEncoding.EncodeToString(append(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))...))
}

func part(value any) string {
	raw, is := value.([]byte)
	if !is {
		var err error
		if raw, err = json.Marshal(value); err != nil {
			panic(err) // maps of plain values
		}
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}
