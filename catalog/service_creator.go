package catalog

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// ErrCreatorInvalid: the creator's slug or name breaks rules; the fields say which.
var ErrCreatorInvalid = fault.Define(fault.Invalid, "creator-invalid")

// Creators lists creators by slug, those behind after; for designers their own.
func (s *Service) Creators(ctx context.Context, by By, after string, limit int) ([]Creator, error) {
	err := by.Require(accounts.ReadPacks)
	if err != nil {
		return nil, err
	}
	account := ""
	if seesOwnAlone(by) {
		account = by.Account
	}
	return s.store.Creators(ctx, account, after, Query{Limit: limit}.limit())
}

// CreateCreator adds a creator; its id is new. Errors: ErrCreatorTaken, ErrCreatorInvalid.
func (s *Service) CreateCreator(ctx context.Context, by By, c Creator) (Creator, error) {
	c.ID = journal.NewID("crt")
	return c, s.saveCreator(ctx, by, "creator.create", Creator{}, c)
}

// UpdateCreator changes a creator's slug, name and account; packs show the new name when they are
// published next. Errors: ErrCreatorNotFound, ErrCreatorTaken, ErrCreatorInvalid.
func (s *Service) UpdateCreator(ctx context.Context, by By, c Creator) (Creator, error) {
	before, err := s.store.Creator(ctx, c.ID)
	if err != nil {
		return Creator{}, err
	}
	c.ID = before.ID
	return c, s.saveCreator(ctx, by, "creator.edit", before, c)
}

// saveCreator checks a creator and commits it.
func (s *Service) saveCreator(ctx context.Context, by By, action string, before, after Creator) error {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return err
	}
	var fields []fault.Field
	if !packfile.ValidSlug(after.Slug) {
		fields = append(fields, fault.Field{Pointer: "/slug", Code: "slug-malformed"})
	}
	if !packfile.ValidName(after.Name) {
		fields = append(fields, fault.Field{Pointer: "/name", Code: "name-malformed"})
	}
	if len(fields) > 0 {
		return ErrCreatorInvalid.WithFields(fields...)
	}
	var was any
	if before.ID != "" {
		was = before
	}
	entry := journal.NewAuditEntry(by.Origin(), action, after.ID, was, after, s.now())
	return s.store.SaveCreator(ctx, after, journal.Record{Audit: []journal.AuditEntry{entry}})
}
