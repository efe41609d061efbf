package release

import (
	"strconv"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// Trouble is why a channel does not give what it is meant to; what was good before is given.
type Trouble struct {
	Code   string // of a fault
	Errors int    // that the files have; 0 for another trouble
}

// String names the trouble; "" for none.
func (t *Trouble) String() string {
	if t == nil {
		return ""
	}
	return t.Code + " " + strconv.Itoa(t.Errors)
}

// Trouble returns what is wrong with a channel of a project, or nil: files with errors where it follows the files, and
// moves that could not be read where it holds a release.
func (s *Service) Trouble(project, channel string) *Trouble {
	if standing, err := s.Standing(project); err == nil && standing.Mode == i18n.ModeReleased && channel != Draft {
		if err := s.Failed(); err != nil {
			return &Trouble{Code: codeOf(err)}
		}
		return nil
	}
	if n := len(s.words.Current().Errors(project)); n > 0 {
		return &Trouble{Code: ErrDraftFaulty.Code(), Errors: n}
	}
	return nil
}

func codeOf(err error) string {
	if f := fault.As(err); f != nil {
		return f.Code()
	}
	return journal.ErrStoreUnavailable.Code()
}

// Failed says why the last look at what other processes did failed; nil when it went well.
func (s *Service) Failed() error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	return nil
}
