package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/journal"
)

// auditCommands look after the chain of audit entries, also while the server runs.
type auditCommands struct {
	Verify auditVerify `cmd:"" help:"Look for entries that were deleted, altered, moved or put in; ends with 1 when there are some."`
	Head   auditHead   `cmd:"" help:"Print where the chain ends, to be kept elsewhere and given to verify --expect."`
	Adopt  auditAdopt  `cmd:"" help:"Put entries that an older program wrote beside this one at the end of the chain."`
}

// errChainBroken says that the chain does not hold. What is wrong was printed already.
var errChainBroken = errors.New("the audit log is not what was written")

// withAudit runs an act on the journal in the database.
func withAudit(ctx context.Context, c *config.Config, act func(journal.Store) error) error {
	db, err := openDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(act(db.Journal()), db.Close())
}

type auditVerify struct {
	Expect string `help:"A head that audit head printed earlier: the chain must still have it." placeholder:"HEAD"`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run verifies the chain.
func (a auditVerify) Run(ctx context.Context, p *Process, c *config.Config) error {
	var expected *journal.Head
	if a.Expect != "" {
		head, err := journal.ParseHead(a.Expect)
		if err != nil {
			return usageError{err}
		}
		expected = &head
	}
	return withAudit(ctx, c, func(store journal.Store) error {
		verdict, err := journal.Verify(ctx, store, expected)
		if err != nil {
			return err
		}
		if err := a.report(p, verdict); err != nil {
			return err
		}
		if !verdict.Intact() {
			return errChainBroken
		}
		return nil
	})
}

// report prints a verdict.
func (a auditVerify) report(p *Process, v journal.Verdict) error {
	if a.JSON {
		breaks := v.Breaks
		if breaks == nil {
			breaks = []journal.Break{}
		}
		return remote.PrintJSON(p.Stdout, map[string]any{"intact": v.Intact(), "entries": v.Entries, "head": v.Head.String(), "breaks": breaks})
	}
	for _, b := range v.Breaks {
		if _, err := fmt.Fprintf(p.Stdout, "%-10d%-10s%s\n", b.Sequence, b.Damage, b.Entry); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(p.Stdout, "entries   %d\nhead      %s\n", v.Entries, v.Head)
	return err
}

type auditHead struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints where the chain ends.
func (a auditHead) Run(ctx context.Context, p *Process, c *config.Config) error {
	return withAudit(ctx, c, func(store journal.Store) error {
		head, err := store.AuditHead(ctx)
		if err != nil {
			return err
		}
		if a.JSON {
			return remote.PrintJSON(p.Stdout, map[string]any{"head": head.String(), "sequence": head.Sequence, "hash": head.Hash})
		}
		_, err = fmt.Fprintln(p.Stdout, head)
		return err
	})
}

type auditAdopt struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// adoptAtOnce is how many entries are taken in by one transaction.
const adoptAtOnce = 200

// Run takes entries in that are in no chain, and tells of it in the chain.
func (a auditAdopt) Run(ctx context.Context, p *Process, c *config.Config) error {
	return withAudit(ctx, c, func(store journal.Store) error {
		adopted := 0
		for {
			outside, err := store.AuditOutside(ctx, adoptAtOnce)
			if err != nil {
				return err
			}
			if len(outside) == 0 {
				return say(p, a.JSON, map[string]any{"adopted": adopted}, "adopted")
			}
			var ids []string
			for _, entry := range outside {
				ids = append(ids, entry.ID)
			}
			told := journal.NewAuditEntry(commandLine, "audit.adopt", "audit", nil, ids, time.Now())
			if err := store.AdoptAudit(ctx, ids, told); err != nil {
				return err
			}
			adopted += len(ids)
		}
	})
}
