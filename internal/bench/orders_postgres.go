package main

import (
	"context"
	"fmt"
)

func (b *Bench) ordersOnPostgres(context.Context) error {
	return fmt.Errorf("PostgreSQL: %w", ErrSkipped)
}
