package purchasestest

import (
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
	if len(region) != 2 {
		return catalog.Terms{}, catalog.ErrRegionNotFound.With("region", region)
	}
	terms, ok := c.terms[[2]string{pack, region}]
	if !ok {
		return catalog.Terms{}, catalog.ErrPackNotFound.With("pack", pack)
	}
	return terms, nil
}
