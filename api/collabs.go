package api

import "time"

// Brand owns licensed work.
type Brand struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`

	Version int64 `json:"version" doc:"send it back in If-Match"`
}

// NewBrand registers who owns licensed work.
type NewBrand struct {
	Slug string `json:"slug" minLength:"2" maxLength:"64"`
	Name string `json:"name" minLength:"1" maxLength:"80"`
}

// BrandChange changes what it names.
type BrandChange struct {
	Slug *string `json:"slug,omitempty"`
	Name *string `json:"name,omitempty"`
}

// Collab is a brand's licence to packs, as staff see it.
type Collab struct {
	ID string `json:"id"`
	NewCollab
	Version int64 `json:"version" doc:"send it back in If-Match"`
}

// NewCollab is a brand's licence to packs.
type NewCollab struct {
	Slug        string            `json:"slug" minLength:"2" maxLength:"64"`
	Brand       string            `json:"brand" maxLength:"64" doc:"id or slug"`
	Title       map[string]string `json:"title" doc:"by locale"`
	Description map[string]string `json:"description,omitempty" doc:"by locale"`
	Attribution string            `json:"attribution,omitempty" maxLength:"120" doc:"shown beside the packs"`
	Territory   []string          `json:"territory,omitempty" maxItems:"249" doc:"regions that packs may be offered in; none is the world"`
	From        *time.Time        `json:"from,omitempty" doc:"of the term"`
	Until       *time.Time        `json:"until,omitempty" doc:"first moment that it no longer holds"`
	Shares      []RevenueShare    `json:"shares,omitempty" maxItems:"20"`
}

// RevenueShare is what somebody gets of a collab's revenue.
type RevenueShare struct {
	Party    string  `json:"party" minLength:"1" maxLength:"80"`
	Fraction float64 `json:"fraction" minimum:"0.0001" maximum:"1" doc:"in steps of 0.0001; all together are at most 1"`
}

// CollabChange changes what it names; a term's end that is null is taken away.
type CollabChange struct {
	Slug        *string            `json:"slug,omitempty"`
	Title       *map[string]string `json:"title,omitempty"`
	Description *map[string]string `json:"description,omitempty"`
	Attribution *string            `json:"attribution,omitempty"`
	Territory   *[]string          `json:"territory,omitempty"`
	From        *time.Time         `json:"from,omitempty"`
	Until       *time.Time         `json:"until,omitempty"`
	Endless     bool               `json:"endless,omitempty" doc:"takes the end of the term away"`
	Shares      *[]RevenueShare    `json:"shares,omitempty"`
}

// PackCollab puts a pack under a collab.
type PackCollab struct {
	Collab string `json:"collab" maxLength:"64" doc:"id or slug; empty for none"`
}

// CollabSummary is a collab as a storefront shows it.
type CollabSummary struct {
	CollabRef
	TitleLocale string     `json:"title_locale"`
	PackCount   int        `json:"pack_count" doc:"packs that are open here"`
	Until       *time.Time `json:"until" doc:"end of the term; null when it has none"`
}

// CollabHub is a collab with all it has here.
type CollabHub struct {
	CollabSummary
	Description       string        `json:"description"`
	DescriptionLocale string        `json:"description_locale"`
	Packs             []PackSummary `json:"packs"`
	Passes            []PassSummary `json:"passes" doc:"sold here, now or soon"`
}
