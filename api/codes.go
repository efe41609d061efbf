package api

import "time"

// NewCodes asks for a batch of codes: each gives one holder a pack, once.
type NewCodes struct {
	Name      string     `json:"name" minLength:"1" maxLength:"100" doc:"for people"`
	Pack      string     `json:"pack" minLength:"1" maxLength:"128" doc:"id or slug"`
	Count     int        `json:"count" minimum:"1" maximum:"100000"`
	PerHolder int        `json:"per_holder,omitempty" minimum:"1" maximum:"1000" doc:"how many of them one holder may redeem; 1 when left out"`
	From      *time.Time `json:"from,omitempty" doc:"first moment that they are taken; at once when left out"`
	Until     *time.Time `json:"until,omitempty" doc:"first moment that they are not; never when left out"`
	UseDays   int        `json:"use_days,omitempty" minimum:"0" maximum:"3650" doc:"how long the pack may be used; without an end when left out"`
	Test      bool       `json:"test,omitempty" doc:"for keys of test mode, and for these alone"`
}

// CodeBatch is codes that were made together.
type CodeBatch struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Pack      string     `json:"pack" doc:"pack id"`
	Count     int        `json:"count"`
	Redeemed  int64      `json:"redeemed" doc:"codes so far"`
	PerHolder int        `json:"per_holder"`
	From      *time.Time `json:"from" doc:"null: at once"`
	Until     *time.Time `json:"until" doc:"null: never"`
	UseDays   int        `json:"use_days" doc:"0: without an end"`
	Test      bool       `json:"test"`
	CreatedAt time.Time  `json:"created_at"`
	EndedAt   *time.Time `json:"ended_at" doc:"when somebody ended it; null when nobody did"`
}

// MadeCodes is a new batch with its codes, which are shown this once.
type MadeCodes struct {
	CodeBatch
	Codes []string `json:"codes" doc:"kept nowhere: if they are lost, end the batch and make another"`
}

// NewRedemption hands in a code.
type NewRedemption struct {
	Code string `json:"code" minLength:"1" maxLength:"64" doc:"as it was typed: case, spaces and hyphens do not matter"`
}
