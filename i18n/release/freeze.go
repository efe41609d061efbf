package release

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// ErrFrozen: nothing is promoted to the channel until its freeze is lifted. Facts: project, channel.
var ErrFrozen = fault.Define(fault.Conflict, "channel-frozen")

// Freezing asks that a channel is frozen, or not any more.
type Freezing struct {
	Project  string
	Channel  string
	Frozen   bool
	Revision string // of the channel as it was seen; "" for any
	Note     string
}

// Freeze keeps a channel where it stands: promotions are refused with [ErrFrozen] until the freeze is lifted. A rollback
// is not, as it is what one does in need. A channel that is as it is asked for stays so.
func (s *Service) Freeze(ctx context.Context, by accounts.By, f Freezing) (Move, error) {
	latest, err := s.movable(ctx, by, f.Project, f.Channel, f.Revision)
	switch {
	case err != nil:
		return latest, err
	case latest.Number == 0:
		return latest, ErrChannelNotFound.With("channel", f.Channel)
	case latest.Frozen == f.Frozen:
		return latest, nil
	}
	move, action := latest, "strings.unfreeze"
	move.Number, move.Frozen, move.Kind = latest.Number+1, f.Frozen, Unfrozen
	if f.Frozen {
		move.Kind, action = Frozen, "strings.freeze"
	}
	move.Note, move.Account, move.At, move.Since = f.Note, by.Origin().Actor, s.now().UTC(), latest.HeldSince()
	return move, s.move(ctx, by, action, move)
}

// thawed refuses what would move a frozen channel.
func thawed(latest Move) error {
	if latest.Frozen {
		return ErrFrozen.With("project", latest.Project, "channel", latest.Channel)
	}
	return nil
}

// mayGoLive refuses to switch a project to live, which moves production, while that is frozen.
func mayGoLive(standing Standing, mode i18n.Mode) error {
	if mode == i18n.ModeLive {
		return thawed(standing.Channels[Production])
	}
	return nil
}
