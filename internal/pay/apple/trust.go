package apple

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"regexp"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrUnsigned: what was sent is not signed by the App Store, or not for this store. Facts: reason, which is
// form, environment, chain, signature or app.
var ErrUnsigned = fault.Define(fault.Denied, "app-store-unsigned")

// Marks that Apple puts into the certificates of what the App Store signs: developer.apple.com, "JWS
// verification of the App Store", and Apple's WWDR certification practice statement, §4.11.
var (
	leafMark         = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 11, 1}
	intermediateMark = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 2, 1}
)

// skew is how far clocks may be apart.
const skew = time.Minute

// MaxSigned is the most that a signed text may have, in bytes.
const MaxSigned = 64 << 10

// trust is whom we believe.
type trust struct {
	roots []*x509.Certificate
	now   func() time.Time
}

// ParseRoots reads certificates, DER or PEM, one or more in each file.
func ParseRoots(files ...[]byte) ([]*x509.Certificate, error) {
	var roots []*x509.Certificate
	for _, file := range files {
		ders := [][]byte{}
		for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
			ders = append(ders, block.Bytes)
		}
		if len(ders) == 0 {
			ders = append(ders, file)
		}
		for _, der := range ders {
			root, err := x509.ParseCertificate(der)
			if err != nil {
				return nil, err
			}
			roots = append(roots, root)
		}
	}
	return roots, nil
}

// compact is the form of a JWS in compact serialization, RFC 7515 §7.1. The decoder behind it would let line
// breaks pass.
var compact = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

// read returns the claims of what the App Store signed with ES256 by a chain that ends in our roots. check is
// asked first, before any signature is looked at.
func (t trust) read(signed string, check func(claims) error) (claims, error) {
	if len(signed) > MaxSigned || !compact.MatchString(signed) {
		return nil, ErrUnsigned.With("reason", "form")
	}
	found := jwt.MapClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}), jwt.WithTimeFunc(t.now))
	_, err := parser.ParseWithClaims(signed, found, func(token *jwt.Token) (any, error) {
		if err := check(claims(found)); err != nil {
			return nil, err
		}
		return t.keyOf(token, claims(found))
	})
	var refused *fault.Error
	if errors.As(err, &refused) {
		return nil, refused
	}
	if err != nil {
		return nil, ErrUnsigned.With("reason", "signature").Because(err)
	}
	if found["exp"] == 0.0 { // which the parser takes for none
		return nil, ErrUnsigned.With("reason", "signature").Because(jwt.ErrTokenExpired)
	}
	return claims(found), nil
}

// keyOf returns the key that a token's chain vouches for.
func (t trust) keyOf(token *jwt.Token, c claims) (*ecdsa.PublicKey, error) {
	chain, err := certificates(token.Header["x5c"])
	if err == nil {
		err = t.vouches(chain[0], chain[1], c.signedAt(t.now()))
	}
	if err != nil {
		return nil, ErrUnsigned.With("reason", "chain").Because(err)
	}
	key, ok := chain[0].PublicKey.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, ErrUnsigned.With("reason", "chain")
	}
	return key, nil
}

// certificates reads the leaf and the intermediate of a header's x5c, which has three. The third is theirs to
// send and ours to ignore: whom we trust we know.
func certificates(x5c any) ([]*x509.Certificate, error) {
	values, _ := x5c.([]any)
	if len(values) != 3 {
		return nil, errors.New("apple: a chain has three certificates")
	}
	var chain []*x509.Certificate
	for _, value := range values[:2] {
		text, _ := value.(string)
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, err
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, err
		}
		chain = append(chain, certificate)
	}
	return chain, nil
}

// vouches reports whether one of our roots issued the intermediate, and that the leaf, all good at a moment
// and marked by Apple for this.
func (t trust) vouches(leaf, intermediate *x509.Certificate, at time.Time) error {
	root := slices.IndexFunc(t.roots, func(root *x509.Certificate) bool { return issued(root, intermediate) && goodAt(root, at) })
	switch {
	case root < 0:
		return errors.New("apple: no root of ours issued the intermediate")
	case !issued(intermediate, leaf):
		return errors.New("apple: the intermediate did not issue the leaf")
	case !mayIssue(intermediate):
		return errors.New("apple: the intermediate is no authority")
	case !marked(leaf, leafMark) || !marked(intermediate, intermediateMark):
		return errors.New("apple: a mark is missing")
	case !goodAt(leaf, at) || !goodAt(intermediate, at):
		return errors.New("apple: out of date")
	}
	return nil
}

func issued(by, certificate *x509.Certificate) bool {
	return string(by.RawSubject) == string(certificate.RawIssuer) &&
		by.CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate, certificate.Signature) == nil
}

func mayIssue(c *x509.Certificate) bool {
	return c.BasicConstraintsValid && c.IsCA && (c.KeyUsage == 0 || c.KeyUsage&x509.KeyUsageCertSign != 0)
}

func marked(c *x509.Certificate, mark asn1.ObjectIdentifier) bool {
	for _, extension := range c.Extensions {
		if extension.Id.Equal(mark) {
			return true
		}
	}
	return false
}

func goodAt(c *x509.Certificate, at time.Time) bool {
	return !c.NotBefore.After(at.Add(skew)) && !c.NotAfter.Before(at.Add(-skew))
}
