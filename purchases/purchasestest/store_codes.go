package purchasestest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// code is what the store keeps of one.
type code struct {
	batch      string
	redemption *purchases.Redemption
}

// loadCode finds a code of a batch that is there, and returns its pack.
func (s *Store) loadCode(scope purchases.Scope, found *purchases.State) (pack string) {
	kept, ok := s.codes[scope.Code]
	batch, ready := s.batches[kept.batch]
	if !ok || !ready {
		return ""
	}
	c := purchases.Code{Hash: scope.Code, Batch: s.counted(batch), Redeemed: kept.redemption != nil}
	for _, other := range s.codes {
		if r := other.redemption; r != nil && r.Batch == batch.ID && r.Ledger == scope.Ledger && r.Holder == scope.Holder {
			c.Mine++
		}
	}
	found.Code = &c
	return batch.Pack
}

func (s *Store) counted(b purchases.CodeBatch) purchases.CodeBatch {
	b.Redeemed = 0
	for _, c := range s.codes {
		if c.batch == b.ID && c.redemption != nil {
			b.Redeemed++
		}
	}
	return b
}

func (s *Store) checkCode(changes purchases.Changes) error {
	if r := changes.Redemption; r != nil && s.codes[r.Hash].redemption != nil {
		return errors.New("the code was redeemed before")
	}
	return nil
}

func (s *Store) applyCode(changes purchases.Changes) {
	if r := changes.Redemption; r != nil {
		c := s.codes[r.Hash]
		c.redemption = r
		s.codes[r.Hash] = c
	}
}

// AddCodes implements purchases.Store.
func (s *Store) AddCodes(_ context.Context, batch string, hashes []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, hash := range hashes {
		s.codes[hash] = code{batch: batch}
	}
	return nil
}

// AddBatch implements purchases.Store.
func (s *Store) AddBatch(ctx context.Context, b purchases.CodeBatch, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches[b.ID] = b
	return s.Journal.Append(ctx, record)
}

// Batches implements purchases.Store.
func (s *Store) Batches(context.Context) ([]purchases.CodeBatch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []purchases.CodeBatch{}
	for _, b := range s.batches {
		all = append(all, s.counted(b))
	}
	slices.SortFunc(all, func(a, b purchases.CodeBatch) int { return strings.Compare(b.ID, a.ID) })
	return all, nil
}

// Batch implements purchases.Store.
func (s *Store) Batch(_ context.Context, id string) (purchases.CodeBatch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.batches[id]
	if !ok {
		return b, purchases.ErrBatchNotFound.With("batch", id)
	}
	return s.counted(b), nil
}

// EndBatch implements purchases.Store.
func (s *Store) EndBatch(ctx context.Context, id string, at time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.batches[id]
	if !ok {
		return purchases.ErrBatchNotFound.With("batch", id)
	}
	if b.EndedAt == nil {
		b.EndedAt = &at
		s.batches[id] = b
	}
	return s.Journal.Append(ctx, record)
}
