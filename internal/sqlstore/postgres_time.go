package sqlstore

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// timesInUTC makes a connection write moments as what they are in UTC. The driver alone would write
// what the clock on the wall says in the value's own zone, as a TIMESTAMP has none.
func timesInUTC(_ context.Context, conn *pgx.Conn) error {
	types := conn.TypeMap()
	types.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapTime}, types.TryWrapEncodePlanFuncs...)
	return nil
}

func wrapTime(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	t, is := value.(time.Time)
	return &timePlan{}, utcTime(t), is
}

type timePlan struct{ next pgtype.EncodePlan }

// SetNext implements pgtype.WrappedEncodePlanNextSetter.
func (p *timePlan) SetNext(next pgtype.EncodePlan) { p.next = next }

// Encode implements pgtype.EncodePlan.
func (p *timePlan) Encode(value any, to []byte) ([]byte, error) {
	return p.next.Encode(utcTime(value.(time.Time)), to)
}

type utcTime time.Time

// TimestampValue implements pgtype.TimestampValuer.
func (t utcTime) TimestampValue() (pgtype.Timestamp, error) {
	return pgtype.Timestamp{Time: time.Time(t).UTC(), Valid: true}, nil
}
