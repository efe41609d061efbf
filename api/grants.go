package api

import "time"

// NewStaffGrant is a pack that one of the staff gives a holder, without an order.
type NewStaffGrant struct {
	Pack   string     `json:"pack" minLength:"1" maxLength:"128" doc:"id or slug, of a pack that is or was on sale, wherever that is"`
	Reason string     `json:"reason" minLength:"1" maxLength:"500" doc:"why, for the staff"`
	Until  *time.Time `json:"until,omitempty" doc:"first moment at which they may not use it any more; without an end when left out"`
}

// StaffGrant is a grant that one of the staff gave, with what the staff keeps of it.
type StaffGrant struct {
	Grant
	Reason    string `json:"reason"`
	GivenBy   string `json:"given_by" doc:"account"`
	RevokedBy string `json:"revoked_by" doc:"account; empty while it stands"`
	Withdrawn string `json:"withdrawn" doc:"why it was taken back; empty while it stands"`
}

// GrantRevocation says why a grant is taken back.
type GrantRevocation struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"for the staff"`
}
