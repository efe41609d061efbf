// Package assetstest is for the tests of those who keep assets: the suite that every assets.Store
// passes, and a store in memory that passes it too.
package assetstest

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/assets"
)

// Store is an assets.Store in memory.
type Store struct {
	mu   sync.RWMutex
	kept map[key][]byte
}

type key struct {
	area assets.Area
	name assets.Name
}

var _ assets.Store = (*Store)(nil)

// NewStore returns an empty store.
func NewStore() *Store { return &Store{kept: map[key][]byte{}} }

// Put implements assets.Store.
func (s *Store) Put(ctx context.Context, area assets.Area, name assets.Name, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := assets.CheckPut(area, name, data); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[key{area, name}] = bytes.Clone(data)
	return nil
}

// Open implements assets.Store.
func (s *Store) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	data, err := s.find(ctx, area, name)
	if err != nil {
		return nil, err
	}
	return object{bytes.NewReader(data)}, nil
}

// Stat implements assets.Store.
func (s *Store) Stat(ctx context.Context, area assets.Area, name assets.Name) (int64, error) {
	data, err := s.find(ctx, area, name)
	return int64(len(data)), err
}

// List implements assets.Store.
func (s *Store) List(ctx context.Context, area assets.Area, yield func(assets.Name, int64) error) error {
	for _, name := range s.names(area) {
		size, err := s.Stat(ctx, area, name)
		if assets.ErrAssetNotFound.Is(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := yield(name, size); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Delete implements assets.Store.
func (s *Store) Delete(ctx context.Context, area assets.Area, name assets.Name) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, key{area, name})
	return nil
}

func (s *Store) find(ctx context.Context, area assets.Area, name assets.Name) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	data, found := s.kept[key{area, name}]
	if !found {
		return nil, assets.ErrAssetNotFound.With("asset", name.String())
	}
	return data, nil
}

func (s *Store) names(area assets.Area) []assets.Name {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var names []assets.Name
	for k := range s.kept {
		if k.area == area {
			names = append(names, k.name)
		}
	}
	slices.SortFunc(names, func(a, b assets.Name) int { return strings.Compare(a.String(), b.String()) })
	return names
}

// object is bytes in memory as an assets.Object.
type object struct{ *bytes.Reader }

func (object) Close() error { return nil }
