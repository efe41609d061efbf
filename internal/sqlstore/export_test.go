package sqlstore

// HoldWriter keeps everybody from writing until the function is called that it returns.
func (db *DB) HoldWriter() (release func()) {
	db.turn <- struct{}{}
	return func() { <-db.turn }
}

// Waiting returns how many calls wait for a batch.
func (db *DB) Waiting() int {
	db.orders.mu.Lock()
	defer db.orders.mu.Unlock()
	return len(db.orders.waiting)
}

// Running returns how many lanes run batches.
func (db *DB) Running() int {
	db.orders.mu.Lock()
	defer db.orders.mu.Unlock()
	return db.orders.running
}

// Closing reports whether later calls are turned away.
func (db *DB) Closing() bool {
	db.orders.mu.Lock()
	defer db.orders.mu.Unlock()
	return db.orders.closed
}

// Exec runs a statement on the connection that writes.
func (db *DB) Exec(statement string) error { return db.writing.Exec(statement).Error }
