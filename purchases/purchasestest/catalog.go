package purchasestest

import (
	"context"
	"sync"

	"github.com/hallyu-store/hallyu/catalog"
)

// Catalog is a catalog that holds what was put into it.
type Catalog struct {
	mu    sync.Mutex
	terms map[[2]string]catalog.Terms // by pack and region
}

// NewCatalog returns a catalog that holds nothing.
func NewCatalog() *Catalog { return &Catalog{terms: map[[2]string]catalog.Terms{}} }

// Put says what holds for a pack in a region from now on.
func (c *Catalog) Put(terms catalog.Terms) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.terms[[2]string{terms.Pack, terms.Region}] = terms
}

// Terms implements purchases.Catalog.
func (c *Catalog) Terms(pack, region string) (catalog.Terms, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.Region(region); err != nil {
		return catalog.Terms{}, err
	}
	terms, ok := c.terms[[2]string{pack, region}]
	if !ok {
		return catalog.Terms{}, catalog.ErrPackNotFound.With("pack", pack)
	}
	return terms, nil
}

// Region implements purchases.Catalog.
func (c *Catalog) Region(region string) error {
	if len(region) != 2 {
		return catalog.ErrRegionNotFound.With("region", region)
	}
	return nil
}

// Tier implements purchases.Tiers: "coins" is ₩1,000 and $0.99.
func (c *Catalog) Tier(_ context.Context, name string) (catalog.Tier, error) {
	if name != coinTier {
		return catalog.Tier{}, catalog.ErrTierNotFound.With("tier", name)
	}
	return catalog.Tier{Name: name, Currencies: map[string]int64{"KRW": 1000, "USD": 99}}, nil
}

// coinTier is the tier of the fixture.
const coinTier = "coins"
