package v1

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// written are the ways in which the domain names the type of an event. One that ends in a dot is followed by a state.
var written = []*regexp.Regexp{
	regexp.MustCompile(`NewEvent\([^,]+, "([^"]+)"`),
	regexp.MustCompile(`\.event\("([^"]+)"`),
	regexp.MustCompile(`announced\([^,]+, "[^"]+", "([^"]+)"`),
	regexp.MustCompile(`event: +"([^"]+)"`),
	regexp.MustCompile(`\.event = .*"([a-z_]+\.[a-z_]*)"`),
	regexp.MustCompile(`withdrawal\{[^}\n]*"([a-z_.]+)"`),
	regexp.MustCompile(`proposed\([^,]+, "([^"]+)"`),
	regexp.MustCompile(`what := "(pack\.)"`),
	regexp.MustCompile(`(?:period|membership)Events?\("([^"]+)"`),
	regexp.MustCompile(`\.record\([^,]+, "(grant\.[a-z]+)"`),
	regexp.MustCompile(`typ = "(pass\.[a-z]+)"`),
	regexp.MustCompile(`Type[A-Z][a-z]+ += "(webhook\.[a-z]+)"`),
}

// states follow a type that ends in a dot.
var states = map[string][]string{
	"order.": of(purchases.Reserved, purchases.PaymentPending, purchases.Fulfilled, purchases.RefundDue, purchases.Refunded, purchases.Cancelled,
		purchases.Expired, purchases.Failed, purchases.Disputed),
	"refund.":   of(purchases.RefundPending, purchases.RefundSettled, purchases.RefundFailed),
	"gift.":     of(purchases.GiftOffered, purchases.GiftAccepted, purchases.GiftDeclined),
	"dispute.":  of(purchases.DisputeOpen, purchases.DisputeLost, purchases.DisputeWon),
	"release.":  of(catalog.ReleaseInReview, catalog.ReleaseApproved, catalog.ReleaseRejected),
	"proposal.": of(catalog.ProposalAccepted, catalog.ProposalChanged, catalog.ProposalDeclined),
	"pack.":     of(catalog.ClaimOfRights, catalog.CounterNotice),
}

func of[T ~string](all ...T) []string {
	var words []string
	for _, one := range all {
		words = append(words, string(one))
	}
	return words
}

// TestTheCatalogueHasEveryEvent compares the table of types with what the code publishes, the guide and the contract.
func TestTheCatalogueHasEveryEvent(t *testing.T) {
	want := slices.Sorted(slices.Values(TypesOfEvents()))
	if len(slices.Compact(slices.Clone(want))) != len(want) {
		t.Error("a type stands twice")
	}
	for where, got := range map[string][]string{"code": published(t), "docs/events.md": guided(t), "contract": described(t)} {
		for _, name := range got {
			if !slices.Contains(want, name) {
				t.Errorf("the catalogue lacks %s, which the %s has", name, where)
			}
		}
		for _, name := range want {
			if !slices.Contains(got, name) {
				t.Errorf("the %s lacks %s of the catalogue", where, name)
			}
		}
	}
}

// published are the types that the domain's source names.
func published(t *testing.T) []string {
	t.Helper()
	names := map[string]bool{}
	for _, folder := range []string{"catalog", "purchases", "journal/webhook"} {
		err := filepath.WalkDir(filepath.Join("..", "..", "..", folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, way := range written {
				for _, found := range way.FindAllStringSubmatch(string(source), -1) {
					after := states[found[1]]
					if after == nil {
						after = []string{""}
					}
					for _, state := range after {
						names[found[1]+state] = true
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return slices.Collect(maps.Keys(names))
}

var guideRow = regexp.MustCompile("(?m)^\\| `([a-z_]+\\.[a-z_]+)` \\| \\[[a-z]+\\]\\(#data\\) \\| (.*) \\|$")

// guided are the types that the guide lists, in the words of the catalogue.
func guided(t *testing.T) []string {
	t.Helper()
	guide, err := os.ReadFile("../../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, row := range guideRow.FindAllStringSubmatch(string(guide), -1) {
		names = append(names, row[1])
		at := slices.IndexFunc(api.EventTypes(), func(typ api.EventType) bool { return typ.Name == row[1] })
		if at >= 0 && api.EventTypes()[at].About != row[2] {
			t.Errorf("the guide says of %s: %s", row[1], row[2])
		}
	}
	return names
}

// described are the webhooks of the contract.
func described(t *testing.T) []string {
	t.Helper()
	data, err := mounted().OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Webhooks map[string]any `json:"webhooks"`
	}
	err = json.Unmarshal(data, &document)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(maps.Keys(document.Webhooks))
}
