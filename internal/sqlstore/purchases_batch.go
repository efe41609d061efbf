package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

const (
	// patience is how long a batch waits for its decisions: they compute, and take microseconds.
	patience = 10 * time.Millisecond
	// batchTimeout is how long a batch may take, its turn to write included.
	batchTimeout = 30 * time.Second
)

// errApart means that one of a batch's calls decided on rows that are not there any more.
var errApart = errors.New("sqlstore: not all of the batch can be written")

// commit decides on the states of the calls and commits what changes in one transaction. When it is
// some call's fault that this fails, the halves are committed on their own, and so on.
func (db *DB) commit(batch []*call) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	live := batch
	err := db.writeKeyed(ctx, func(tx *gorm.DB) error {
		var err error
		if live, err = decideAll(tx, live); err != nil || len(live) == 0 {
			return err
		}
		err = writeAll(tx, live)
		if len(live) == 1 {
			return raced(err)
		}
		if errors.Is(err, errConflict) {
			return errApart // all of it again would come to the same
		}
		return err
	})
	if err != nil && ctx.Err() != nil {
		err = journal.ErrStoreUnavailable.Because(err)
	}
	if err != nil && !errors.Is(err, journal.ErrStoreUnavailable) && len(live) > 1 {
		half := len(live) / 2
		db.commit(live[:half])
		db.commit(live[half:])
		return
	}
	for _, c := range live {
		c.result <- err
	}
}

// decideAll asks every call for its decision on the state that it finds, and returns those that have
// something to write.
func decideAll(tx *gorm.DB, batch []*call) ([]*call, error) {
	states, err := loadStates(tx, mapped(batch, func(c *call) purchases.Scope { return c.scope }))
	if err != nil {
		return batch, err
	}
	for i, c := range batch {
		if states[i].Edition == nil {
			c.ask(question{found: states[i]})
		}
	}
	wait, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	var live []*call
	taken := map[edition]purchases.Edition{}
	for i, c := range batch {
		if askInTurn(c, states[i], taken, wait) {
			live = append(live, c)
		}
	}
	return live, nil
}

// askInTurn waits for a call's decision. One about a limited edition is asked for only now, as what is left of it is
// what the calls before have left.
func askInTurn(c *call, found purchases.State, taken map[edition]purchases.Edition, wait context.Context) bool {
	if found.Edition == nil {
		return c.answered(wait)
	}
	of := edition{found.Edition.Pack, found.Edition.Test}
	now, early := taken[of]
	if early {
		found.Edition = &now
	}
	c.ask(question{found, early})
	if !c.answered(wait) {
		return false
	}
	if after := c.last.changes.Edition; after != nil {
		taken[of] = *after
	}
	return true
}

// raced takes a key that is taken for what it means here: another transaction was quicker.
func raced(err error) error {
	if isDuplicate(err) {
		return errors.Join(errConflict, err)
	}
	return err
}
