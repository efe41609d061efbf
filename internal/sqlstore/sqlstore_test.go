package sqlstore_test

import "time"

var at = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)
