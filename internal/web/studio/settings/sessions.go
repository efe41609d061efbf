package settings

import (
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// session is one browser or program that signed in.
type session struct {
	ID     string
	Device string // what it is, in the reader's words
	Since  time.Time
	Used   *time.Time // nil: not since
	This   bool
}

// sessions are the reader's own, this one first and then the latest.
func (r *room) sessions(v *frame.Visit) ([]session, error) {
	keys, err := r.Accounts.Sessions(v.Request().Context(), v.Account.ID)
	var all []session
	for _, key := range keys {
		one := session{ID: key.ID, Device: deviceName(v, key.Device), Since: key.CreatedAt, Used: key.LastUsed, This: key.ID == v.Actor.Key}
		all = append(all, one)
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b session) int { return thisFirst(a) - thisFirst(b) })
	return all, err
}

func thisFirst(s session) int {
	if s.This {
		return 0
	}
	return 1
}

// deviceName is what people call a device.
func deviceName(v *frame.Visit, d accounts.Device) string {
	if d.Browser != "" && d.System != "" {
		return v.Voice.T("studio.settings.device", "Browser", d.Browser, "System", d.System)
	}
	name := d.Browser + d.System
	if name == "" {
		return v.Voice.T("studio.settings.unknown")
	}
	return name
}

func (r *room) endSession(v *frame.Visit) error {
	err := r.Accounts.EndSession(v.Request().Context(), v.Origin(), v.Account.ID, v.Param("session"))
	if err != nil {
		return err
	}
	return v.Go(home + "?ended=1")
}

func (r *room) endOtherSessions(v *frame.Visit) error {
	err := r.Accounts.EndOtherSessions(v.Request().Context(), v.Origin(), v.Actor)
	if err != nil {
		return err
	}
	return v.Go(home + "?ended=1")
}
