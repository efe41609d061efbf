package e2e

import (
	"crypto/x509"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/internal/pay/apple"
	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
)

// exhibit is something signed, or not, that claims to come from the App Store.
type exhibit struct {
	Kind   string `json:"kind"` // transaction or notification
	Signed string `json:"signed"`
	name   string
	strict bool // Apple's library lets it pass, and we do not: what it is says why
}

// court has everything that is put before both judges.
type court struct {
	t        *testing.T
	chain    *appletest.Chain
	roots    []*x509.Certificate // that both trust
	exhibits []exhibit
	strict   bool
}

func newCourt(t *testing.T) *court {
	c := &court{t: t, chain: appletest.New(t, lasting)}
	c.roots = []*x509.Certificate{c.chain.Root}
	return c
}

// lasting has a chain that is good for as long as tests are run, whatever the year: what has no signedDate is
// judged by the clock.
func lasting(p *appletest.Plan) {
	for _, certificate := range []*x509.Certificate{&p.Root, &p.Intermediate, &p.Leaf} {
		certificate.NotAfter = appletest.Now.AddDate(50, 0, 0)
	}
}

func (c *court) transaction(name, signed string) { c.put("transaction", name, signed) }

func (c *court) notification(name, signed string) { c.put("notification", name, signed) }

func (c *court) put(kind, name, signed string) {
	c.exhibits = append(c.exhibits, exhibit{Kind: kind, Signed: signed, name: kind + ": " + name, strict: c.strict})
}

// stricter puts before both what we refuse although Apple's library does not.
func (c *court) stricter(put func()) {
	c.strict = true
	put()
	c.strict = false
}

// TestAppStoreSignaturesAreJudgedAsByApple has npm's @apple/app-store-server-library and our verifier judge
// the same transactions and notifications, whole and changed in every way that came to mind. Nothing that
// Apple's library refuses is accepted here; what it accepts is, but for what is listed by name in
// appstore_strict_test.go.
//
// Not judged: what the library checks inside of members that are not read here at all (advancedCommerceInfo,
// commitmentInfo), revocation by OCSP, and more than apple.MaxSigned bytes.
func TestAppStoreSignaturesAreJudgedAsByApple(t *testing.T) {
	npm(t, "@apple", "app-store-server-library")
	c := newCourt(t)
	c.wholes()
	c.chains()
	c.dates()
	c.headers()
	c.claims()
	c.texts()
	c.stricter(c.leniences)
	accepted, refused, differ, strict := c.verdicts()
	t.Logf("%d exhibits: both accept %d, both refuse %d, disagreements %d; besides, %d forms that only Apple's library accepts",
		accepted+refused+differ, accepted, refused, differ, strict)
	if accepted < 100 || refused < 400 {
		t.Errorf("accepted %d, refused %d: too few of one kind", accepted, refused)
	}
}

// verdicts compares what both judges say.
func (c *court) verdicts() (accepted, refused, differ, strict int) {
	gateway := apple.New(apple.Config{Roots: c.roots, Bundle: appletest.Bundle, AppID: appletest.AppID})
	for i, theirs := range c.byApple() {
		e := c.exhibits[i]
		err := judgedHere(gateway, e)
		switch ours := err == nil; {
		case e.strict && theirs && !ours:
			strict++
		case e.strict:
			c.t.Errorf("%s: Apple accepts: %v, we: %v; that was to be where only Apple's library does", e.name, theirs, ours)
		case ours != theirs:
			differ++
			c.t.Errorf("%s: Apple accepts: %v, we: %v (%v)", e.name, theirs, ours, err)
		case ours:
			accepted++
		default:
			refused++
		}
	}
	return accepted, refused, differ, strict
}

func judgedHere(g *apple.Gateway, e exhibit) error {
	if e.Kind == "transaction" {
		_, err := g.Transaction(e.Signed)
		return err
	}
	_, err := g.Notification(e.Signed)
	return err
}

// byApple has Apple's library judge all exhibits, in one run.
func (c *court) byApple() []bool {
	c.t.Helper()
	var roots []string
	for _, root := range c.roots {
		roots = append(roots, appletest.X5C(root))
	}
	file := filepath.Join(c.t.TempDir(), "cases.json")
	body := must(json.Marshal(map[string]any{"bundle": appletest.Bundle, "app": appletest.AppID, "roots": roots, "cases": c.exhibits}))(c.t)
	if err := os.WriteFile(file, body, 0o600); err != nil {
		c.t.Fatal(err)
	}
	judge := exec.Command(tool(c.t, "node"), "appstore_judge.mjs", file)
	var complaints strings.Builder
	judge.Stderr = &complaints
	out, err := judge.Output()
	var verdicts []bool
	if err != nil || json.Unmarshal(out, &verdicts) != nil || len(verdicts) != len(c.exhibits) {
		c.t.Fatalf("%d verdicts about %d: %v\n%s", len(verdicts), len(c.exhibits), err, complaints.String())
	}
	return verdicts
}
