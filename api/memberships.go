package api

import (
	"context"
	"net/http"
	"time"
)

// NewMembership is an app's word that a holder is a member of a brand's fan club.
type NewMembership struct {
	Brand string     `json:"brand" minLength:"1" maxLength:"100" doc:"id or slug"`
	Proof string     `json:"proof" minLength:"1" maxLength:"200" doc:"by which the app knows, for example the member's number; it is shown to nobody else"`
	Until *time.Time `json:"until,omitempty" doc:"first moment that they are no member any more; left out: until it is said otherwise"`
}

// Membership is a holder's standing in a brand's fan club.
type Membership struct {
	Brand      string     `json:"brand" doc:"brand id"`
	Proof      string     `json:"proof"`
	Grant      string     `json:"grant"`
	ValidFrom  time.Time  `json:"valid_from"`
	ValidUntil *time.Time `json:"valid_until" doc:"null: until it is said otherwise"`
}

// Join makes a holder a member of a brand's fan club. key is the Idempotency-Key, which may be "".
func (c *Client) Join(ctx context.Context, holder, key string, membership NewMembership) (Membership, error) {
	var m Membership
	return m, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "memberships"), key, membership, &m)
}

// Leave ends a holder's membership.
func (c *Client) Leave(ctx context.Context, holder, brand string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "holders", holder, "memberships", brand)}, nil)
}

// Memberships are the fan clubs that a holder is a member of now.
func (c *Client) Memberships(ctx context.Context, holder string) (List[Membership], error) {
	var list List[Membership]
	return list, c.get(ctx, path("v1", "holders", holder, "memberships"), &list)
}

// ClubPacks are the packs that members of a brand's fan club may use.
func (c *Client) ClubPacks(ctx context.Context, brand string) (List[PoolPack], error) {
	var list List[PoolPack]
	return list, c.get(ctx, path("v1", "brands", brand, "packs"), &list)
}

// ChangeClubPacks lets the members of a brand's fan club use packs, or not any more.
func (c *Client) ChangeClubPacks(ctx context.Context, brand string, change PoolChange) (PoolChanged, error) {
	var did PoolChanged
	return did, c.change(ctx, http.MethodPost, path("v1", "brands", brand, "packs"), "", change, &did)
}
