package api

import "time"

// Subscription is what is sold by the period, as staff see it.
type Subscription struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"draft,on_sale,stopped" doc:"stopped is neither sold nor renewed; what runs goes on to its end"`
	NewSubscription
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Version   int64     `json:"version" doc:"send it back in If-Match"`
}

// NewSubscription gives the use of a pool of packs while it lasts.
type NewSubscription struct {
	Title       map[string]string   `json:"title" doc:"by locale"`
	Description map[string]string   `json:"description,omitempty" doc:"by locale"`
	Period      string              `json:"period" maxLength:"8" example:"P1M" doc:"ISO 8601, of one unit: P1M, P1Y, P2W, P30D; at most three years"`
	Trial       string              `json:"trial,omitempty" maxLength:"8" example:"P7D" doc:"likewise: what a user has free, once, before the first period; empty: none"`
	Offers      []SubscriptionOffer `json:"offers,omitempty" maxItems:"250" doc:"one region is in one of them at most"`
}

// SubscriptionOffer is what a period costs in some regions.
type SubscriptionOffer PassOffer

// SubscriptionChange changes what it names. Periods that were sold stay as they were sold.
type SubscriptionChange struct {
	State       *string              `json:"state,omitempty" enum:"draft,on_sale,stopped"`
	Title       *map[string]string   `json:"title,omitempty"`
	Description *map[string]string   `json:"description,omitempty"`
	Period      *string              `json:"period,omitempty" maxLength:"8"`
	Trial       *string              `json:"trial,omitempty" maxLength:"8"`
	Offers      *[]SubscriptionOffer `json:"offers,omitempty" maxItems:"250"`
}

// PoolPack is a pack that may be used by those who have a pool.
type PoolPack struct {
	Pack  string    `json:"pack"`
	Since time.Time `json:"since"`
}

// PoolChange is packs that come into a pool, and go out of it, at once.
type PoolChange struct {
	Add    []string `json:"add,omitempty" maxItems:"1000" doc:"ids or slugs of packs that were published"`
	Remove []string `json:"remove,omitempty" maxItems:"1000" doc:"what is in both goes"`
}

// PoolChanged is what a change of a pool came to: what was so already is left out.
type PoolChanged struct {
	Added   []string `json:"added" doc:"pack ids"`
	Removed []string `json:"removed"`
}

// SubscriptionSummary is a subscription as a storefront shows it.
type SubscriptionSummary struct {
	ID                string `json:"id"`
	Title             string `json:"title"`
	TitleLocale       string `json:"title_locale"`
	Description       string `json:"description"`
	DescriptionLocale string `json:"description_locale"`
	Period            string `json:"period" doc:"ISO 8601"`
	Trial             string `json:"trial" doc:"empty: none"`
	Price             *Money `json:"price" doc:"of a period; null when free"`
}

// HeldSubscription is a subscription that a holder has, or has paid ahead for.
type HeldSubscription struct {
	Subscription      string     `json:"subscription"`
	Title             string     `json:"title"`
	TitleLocale       string     `json:"title_locale"`
	Description       string     `json:"description"`
	DescriptionLocale string     `json:"description_locale"`
	Active            bool       `json:"active" doc:"whether its packs may be used now"`
	ValidUntil        *time.Time `json:"valid_until" doc:"end of the last period; to cancel is to order no further one"`
	Grants            []Grant    `json:"grants" doc:"one for each period that is not over, in order"`
}
