package e2e

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
)

// bought is the transaction that is signed wherever another thing is tried.
func bought() appletest.Members {
	return appletest.Bought("2000000000000001", "0198c2f4-9d3b-7c1e-8a51-2f6d1c7b9e10", "com.moon.small")
}

// noticed is a notification about it.
func (c *court) noticed() appletest.Members {
	return appletest.Notice("REFUND", c.chain.Sign(bought()))
}

// chained puts a transaction and a notification that a chain signs.
func (c *court) chained(name string, chain *appletest.Chain) {
	c.transaction(name, chain.Sign(bought()))
	c.notification(name, chain.Sign(c.noticed()))
}

// chains puts what chains of other certificates sign.
func (c *court) chains() {
	for name, change := range chainChanges {
		c.chained(name, c.chain.Issue(c.t, lasting, change))
	}
	forger := appletest.New(c.t, lasting)
	c.chained("another root", forger)
	c.chained("another root in front of ours", &appletest.Chain{Root: c.chain.Root, Intermediate: forger.Intermediate, Leaf: forger.Leaf, LeafKey: forger.LeafKey})
	c.chained("another's leaf below our intermediate", &appletest.Chain{Root: c.chain.Root, Intermediate: c.chain.Intermediate, Leaf: forger.Leaf, LeafKey: forger.LeafKey})
	c.chained("our certificates, another's key", &appletest.Chain{Root: c.chain.Root, Intermediate: c.chain.Intermediate, Leaf: c.chain.Leaf, LeafKey: forger.LeafKey})
	c.chained("another root in third place", &appletest.Chain{Root: forger.Root, Intermediate: c.chain.Intermediate, Leaf: c.chain.Leaf, LeafKey: c.chain.LeafKey})
	second := appletest.New(c.t, lasting)
	c.roots = append(c.roots, second.Root)
	c.chained("a second root that is trusted", second)
	c.chained("a second root in third place", &appletest.Chain{Root: c.chain.Root, Intermediate: second.Intermediate, Leaf: second.Leaf, LeafKey: second.LeafKey})
	c.rootAlone()
	c.otherIssuers()
	c.damagedCertificates()
}

// rootAlone has the root issue leaves, in place of the intermediate.
func (c *court) rootAlone() {
	for name, marks := range map[string][]pkix.Extension{"without a mark": nil, "with the intermediate's mark": {appletest.IntermediateMark}} {
		chain := appletest.New(c.t, lasting, func(p *appletest.Plan) { p.Root.ExtraExtensions = marks })
		c.roots = append(c.roots, chain.Root)
		leaf := *chain.Leaf
		leaf.ExtraExtensions = []pkix.Extension{appletest.LeafMark}
		der := must(x509.CreateCertificate(rand.Reader, &leaf, chain.Root, &chain.LeafKey.PublicKey, chain.RootKey))(c.t)
		chain.Leaf, chain.Intermediate = must(x509.ParseCertificate(der))(c.t), chain.Root
		c.chained("a leaf of the root "+name, chain)
	}
}

// otherIssuers have certificates name somebody else than who signed them.
func (c *court) otherIssuers() {
	stranger := *c.chain.Intermediate
	stranger.RawSubject, stranger.Subject = nil, pkix.Name{CommonName: "Somebody"}
	leaf := *c.chain.Leaf
	leaf.ExtraExtensions = []pkix.Extension{appletest.LeafMark}
	other := *c.chain
	der := must(x509.CreateCertificate(rand.Reader, &leaf, &stranger, &c.chain.LeafKey.PublicKey, c.chain.IntermediateKey))(c.t)
	other.Leaf = must(x509.ParseCertificate(der))(c.t)
	c.chained("a leaf that names another issuer", &other)

	root := *c.chain.Root
	root.RawSubject, root.Subject = nil, pkix.Name{CommonName: "Somebody"}
	intermediate := *c.chain.Intermediate
	intermediate.ExtraExtensions = []pkix.Extension{appletest.IntermediateMark}
	other = *c.chain
	der = must(x509.CreateCertificate(rand.Reader, &intermediate, &root, &c.chain.IntermediateKey.PublicKey, c.chain.RootKey))(c.t)
	other.Intermediate = must(x509.ParseCertificate(der))(c.t)
	c.chained("an intermediate that names another issuer", &other)
}

// damagedCertificates have one byte of a certificate turned.
func (c *court) damagedCertificates() {
	for place, name := range []string{"leaf", "intermediate", "root, which is not looked at,"} {
		whole := []*x509.Certificate{c.chain.Leaf, c.chain.Intermediate, c.chain.Root}
		for n := range 16 {
			ders := [][]byte{whole[0].Raw, whole[1].Raw, whole[2].Raw}
			ders[place] = slices.Clone(ders[place])
			at := n * len(ders[place]) / 16
			ders[place][at] ^= 0x11
			header := map[string]any{"alg": "ES256", "x5c": [][]byte{ders[0], ders[1], ders[2]}} // []byte is base64 in JSON
			c.transaction(fmt.Sprintf("byte %d of the %s turned", at, name), c.chain.SignAs(header, bought()))
		}
	}
}

// extension is a mark of a certificate at an OID, or one like it.
func extension(critical bool, value []byte, oid ...int) pkix.Extension {
	return pkix.Extension{Id: append(asn1.ObjectIdentifier{1, 2, 840, 113635}, oid...), Critical: critical, Value: value}
}

var null = []byte{5, 0}

// marks has the leaf and the intermediate bear these.
func marks(leaf, intermediate []pkix.Extension) func(*appletest.Plan) {
	return func(p *appletest.Plan) { p.Leaf.ExtraExtensions, p.Intermediate.ExtraExtensions = leaf, intermediate }
}

var (
	leafMarked         = []pkix.Extension{appletest.LeafMark}
	intermediateMarked = []pkix.Extension{appletest.IntermediateMark}
)

// chainChanges are what certificates below a trusted root may be like.
var chainChanges = map[string]func(*appletest.Plan){
	"another intermediate and leaf":  func(*appletest.Plan) {},
	"no mark in the leaf":            marks(nil, intermediateMarked),
	"no mark in the intermediate":    marks(leafMarked, nil),
	"no marks":                       marks(nil, nil),
	"marks in each other's place":    marks(intermediateMarked, leafMarked),
	"both marks in both":             marks([]pkix.Extension{appletest.LeafMark, appletest.IntermediateMark}, []pkix.Extension{appletest.LeafMark, appletest.IntermediateMark}),
	"leaf: next mark":                marks([]pkix.Extension{extension(false, null, 100, 6, 11, 2)}, intermediateMarked),
	"leaf: mark's parent":            marks([]pkix.Extension{extension(false, null, 100, 6, 11)}, intermediateMarked),
	"leaf: mark's child":             marks([]pkix.Extension{extension(false, null, 100, 6, 11, 1, 1)}, intermediateMarked),
	"leaf: mark critical":            marks([]pkix.Extension{extension(true, null, 100, 6, 11, 1)}, intermediateMarked),
	"leaf: mark empty":               marks([]pkix.Extension{extension(false, nil, 100, 6, 11, 1)}, intermediateMarked),
	"leaf: mark of another value":    marks([]pkix.Extension{extension(false, []byte{12, 1, 'x'}, 100, 6, 11, 1)}, intermediateMarked),
	"leaf: unknown and critical":     marks([]pkix.Extension{appletest.LeafMark, extension(true, null, 100, 99)}, intermediateMarked),
	"intermediate: next mark":        marks(leafMarked, []pkix.Extension{extension(false, null, 100, 6, 2, 2)}),
	"intermediate: WWDR G6's mark":   marks(leafMarked, []pkix.Extension{extension(false, null, 100, 6, 2, 14)}),
	"intermediate: mark's parent":    marks(leafMarked, []pkix.Extension{extension(false, null, 100, 6, 2)}),
	"intermediate: mark's child":     marks(leafMarked, []pkix.Extension{extension(false, null, 100, 6, 2, 1, 1)}),
	"intermediate: mark critical":    marks(leafMarked, []pkix.Extension{extension(true, null, 100, 6, 2, 1)}),
	"intermediate: mark empty":       marks(leafMarked, []pkix.Extension{extension(false, nil, 100, 6, 2, 1)}),
	"intermediate: critical unknown": marks(leafMarked, []pkix.Extension{appletest.IntermediateMark, extension(true, null, 100, 99)}),
	"intermediate: no authority":     func(p *appletest.Plan) { p.Intermediate.IsCA = false },
	"intermediate: no constraints": func(p *appletest.Plan) {
		p.Intermediate.IsCA, p.Intermediate.BasicConstraintsValid = false, false
	},
	"intermediate: may not sign":       func(p *appletest.Plan) { p.Intermediate.KeyUsage = x509.KeyUsageDigitalSignature },
	"intermediate: may sign lists":     func(p *appletest.Plan) { p.Intermediate.KeyUsage = x509.KeyUsageCRLSign },
	"intermediate: no key usage":       func(p *appletest.Plan) { p.Intermediate.KeyUsage = 0 },
	"intermediate: path of length 0":   func(p *appletest.Plan) { p.Intermediate.MaxPathLenZero = true },
	"intermediate: for servers":        func(p *appletest.Plan) { p.Intermediate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} },
	"intermediate: named as the root":  func(p *appletest.Plan) { p.Intermediate.Subject = p.Root.Subject },
	"intermediate: named with accents": func(p *appletest.Plan) { p.Intermediate.Subject.CommonName = "Intermédiaire 중간" },
	"leaf: an authority":               func(p *appletest.Plan) { p.Leaf.BasicConstraintsValid, p.Leaf.IsCA = true, true },
	"leaf: no key usage":               func(p *appletest.Plan) { p.Leaf.KeyUsage = 0 },
	"leaf: may sign certificates":      func(p *appletest.Plan) { p.Leaf.KeyUsage = x509.KeyUsageCertSign },
	"leaf: for servers":                func(p *appletest.Plan) { p.Leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} },
	"leaf: without a name":             func(p *appletest.Plan) { p.Leaf.Subject = pkix.Name{} },
	"leaf: named as the intermediate":  func(p *appletest.Plan) { p.Leaf.Subject = p.Intermediate.Subject },
	"leaf: P-224":                      func(p *appletest.Plan) { p.LeafCurve = elliptic.P224() },
	"leaf: P-384":                      func(p *appletest.Plan) { p.LeafCurve = elliptic.P384() },
	"leaf: P-521":                      func(p *appletest.Plan) { p.LeafCurve = elliptic.P521() },
}

// dates puts what certificates sign that are good from or until some seconds off, at the moment of signing and
// besides.
func (c *court) dates() {
	for _, seconds := range []int{-86400, -61, -60, -59, -1, 0, 1, 59, 60, 61, 86400} {
		at := appletest.Now.Truncate(time.Second).Add(time.Duration(seconds) * time.Second)
		for name, change := range map[string]func(*appletest.Plan){
			"leaf from": func(p *appletest.Plan) { p.Leaf.NotBefore = at }, "leaf until": func(p *appletest.Plan) { p.Leaf.NotAfter = at },
			"intermediate from":  func(p *appletest.Plan) { p.Intermediate.NotBefore = at },
			"intermediate until": func(p *appletest.Plan) { p.Intermediate.NotAfter = at },
		} {
			c.transaction(fmt.Sprintf("%s %d s after signing", name, seconds), c.chain.Issue(c.t, lasting, change).Sign(bought()))
		}
		for name, change := range map[string]func(*appletest.Plan){
			"root from": func(p *appletest.Plan) { p.Root.NotBefore = at }, "root until": func(p *appletest.Plan) { p.Root.NotAfter = at },
		} {
			chain := appletest.New(c.t, lasting, change)
			c.roots = append(c.roots, chain.Root)
			c.transaction(fmt.Sprintf("%s %d s after signing", name, seconds), chain.Sign(bought()))
		}
	}
	short := c.chain.Issue(c.t, func(p *appletest.Plan) { p.Leaf.NotBefore, p.Leaf.NotAfter = appletest.Now, appletest.Now })
	for _, off := range []int64{-60_001, -60_000, -59_999, -1, 0, 1, 59_999, 60_000, 60_001, -1 << 40, 1 << 40} {
		signed := appletest.Members{"signedDate": appletest.Now.UnixMilli() + off}
		c.transaction(fmt.Sprintf("signed %d ms off", off), short.Sign(bought().With(signed)))
		c.notification(fmt.Sprintf("signed %d ms off", off), short.Sign(c.noticed().With(signed)))
	}
	c.transaction("signed at no moment, by what was good once", short.Sign(bought().With(appletest.Members{"signedDate": nil})))
	c.transaction("signed at no moment", c.chain.Sign(bought().With(appletest.Members{"signedDate": nil})))
}
