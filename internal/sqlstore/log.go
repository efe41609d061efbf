package sqlstore

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// slowAfter is how long a statement may take before it is told of, with the first maxText bytes of it:
// those that write many rows are long.
const (
	slowAfter = 500 * time.Millisecond
	maxText   = 500
)

// gormLog tells of slow statements, without the values in them, which are somebody's. Failures are
// not told here: they are returned, and whoever gets them knows whether they were expected.
type gormLog struct{ log *slog.Logger }

func (l gormLog) LogMode(logger.LogLevel) logger.Interface { return l }

func (l gormLog) Info(ctx context.Context, format string, args ...any) {
	l.log.InfoContext(ctx, fmt.Sprintf(format, args...))
}

func (l gormLog) Warn(ctx context.Context, format string, args ...any) {
	l.log.WarnContext(ctx, fmt.Sprintf(format, args...))
}

func (l gormLog) Error(ctx context.Context, format string, args ...any) {
	l.log.ErrorContext(ctx, fmt.Sprintf(format, args...))
}

func (l gormLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < slowAfter {
		return
	}
	text, rows := statement()
	text = text[:min(len(text), maxText)]
	l.log.WarnContext(ctx, "slow statement", "sql", text, "rows", rows, "duration", took)
}

// ParamsFilter leaves the values out of what Trace is given.
func (l gormLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}
