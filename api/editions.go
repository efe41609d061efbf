package api

import "time"

// NewStock says how many pieces there are of a pack.
type NewStock struct {
	Stock int64 `json:"stock" minimum:"1" maximum:"1000000" doc:"pieces; never fewer than were given out and are held"`
}

// Edition is a pack of which there are only so many pieces, each with a number of its own.
type Edition struct {
	Pack      string    `json:"pack" doc:"pack id"`
	Stock     int64     `json:"stock" doc:"pieces that there are"`
	Left      int64     `json:"left" doc:"pieces that can be taken now"`
	Reserved  int64     `json:"reserved" doc:"pieces held for those who are paying"`
	Sold      int64     `json:"sold" doc:"pieces that holders have"`
	Issued    int64     `json:"issued" doc:"highest number that was given out; numbers begin with 1, and those that come back are given out first"`
	Least     int64     `json:"least" doc:"the smallest stock that it can be given now"`
	UpdatedAt time.Time `json:"updated_at" doc:"when its stock was set"`
}

// Stock is how much is left of a pack at this moment.
type Stock struct {
	Pack    string `json:"pack" doc:"pack id"`
	Limited bool   `json:"limited" doc:"there are only so many pieces; of other packs there is no end"`
	Stock   *int64 `json:"stock" doc:"pieces that there are; null where there is no end"`
	Left    *int64 `json:"left" doc:"pieces that can be taken now; null where there is no end"`
	State   string `json:"state" enum:"open,waiting,sold_out" doc:"waiting: the last pieces are held for those who are paying, and some may come back"`
}
