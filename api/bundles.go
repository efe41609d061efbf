package api

import "time"

// Bundle is packs that are sold together, as staff see it.
type Bundle struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"draft,on_sale,stopped"`
	NewBundle
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Version   int64     `json:"version" doc:"send it back in If-Match"`
}

// NewBundle is packs that are sold together at a price of their own. The window is half open: the first moment is in, the
// last one out.
type NewBundle struct {
	Title        map[string]string `json:"title" doc:"by locale"`
	Description  map[string]string `json:"description,omitempty" doc:"by locale"`
	Packs        []string          `json:"packs" minItems:"2" maxItems:"50" doc:"ids or slugs, in the order in which they are shown; none is a limited edition"`
	Offers       []BundleOffer     `json:"offers,omitempty" maxItems:"250" doc:"one region is in one of them at most"`
	SaleOpensAt  *time.Time        `json:"sale_opens_at,omitempty" doc:"left out: at once"`
	SaleClosesAt *time.Time        `json:"sale_closes_at,omitempty" doc:"left out: never"`
}

// BundleOffer is what a bundle costs in some regions: a price or a tier.
type BundleOffer struct {
	Regions []string `json:"regions" minItems:"1" maxItems:"250" doc:"ISO 3166-1 alpha-2, or 001 for those that no offer names"`
	Price   *Money   `json:"price,omitempty"`
	Tier    string   `json:"tier,omitempty" maxLength:"64" doc:"name of a tier, in place of a price"`
}

// BundleChange changes what it names.
type BundleChange struct {
	State        *string            `json:"state,omitempty" enum:"draft,on_sale,stopped"`
	Title        *map[string]string `json:"title,omitempty"`
	Description  *map[string]string `json:"description,omitempty"`
	Packs        *[]string          `json:"packs,omitempty" minItems:"2" maxItems:"50"`
	Offers       *[]BundleOffer     `json:"offers,omitempty" maxItems:"250"`
	SaleOpensAt  *time.Time         `json:"sale_opens_at,omitempty"`
	SaleClosesAt *time.Time         `json:"sale_closes_at,omitempty"`
}

// BundleSummary is a bundle as a storefront shows it: one that can be had here, now or soon.
type BundleSummary struct {
	ID                string        `json:"id"`
	Title             string        `json:"title"`
	TitleLocale       string        `json:"title_locale"`
	Description       string        `json:"description"`
	DescriptionLocale string        `json:"description_locale"`
	Packs             []PackSummary `json:"packs"`
	Price             *Money        `json:"price" doc:"of the whole: who has some of the packs pays less"`
	Separately        *Money        `json:"separately" doc:"what the packs cost one by one"`
	State             string        `json:"state" enum:"open,announced" doc:"of the sale"`
	SaleOpensAt       *time.Time    `json:"sale_opens_at" doc:"null: at once"`
	SaleClosesAt      *time.Time    `json:"sale_closes_at" doc:"null: never"`
}

// OrderLine is a pack of a bundle that an order is for.
type OrderLine struct {
	Pack  string `json:"pack"`
	Price *Money `json:"price" doc:"its part of the order's price; null when that is nothing"`
}
