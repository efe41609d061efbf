package sqlstore

import (
	"strings"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PostgreSQL refuses statements whose texts hold NUL or ill-formed UTF-8; SQLite takes them. Doors refuse
// such texts with a reason. What comes this far all the same is treated alike on both: it is written,
// and looked for, with U+FFFD in the place of what cannot be kept, as encoding/json does.

// postgresText and sqliteText are GORM's dialects with that rule for every value of a statement.
type (
	postgresText struct{ *postgres.Dialector }
	sqliteText   struct{ *sqlite.Dialector }
)

// BindVarTo implements gorm.Dialector.
func (d postgresText) BindVarTo(writer clause.Writer, statement *gorm.Statement, value any) {
	keepLast(statement)
	d.Dialector.BindVarTo(writer, statement, value)
}

// BindVarTo implements gorm.Dialector.
func (d sqliteText) BindVarTo(writer clause.Writer, statement *gorm.Statement, value any) {
	keepLast(statement)
	d.Dialector.BindVarTo(writer, statement, value)
}

// keepLast makes the value that was added last one that can be kept.
func keepLast(statement *gorm.Statement) {
	last := &statement.Vars[len(statement.Vars)-1]
	switch text := (*last).(type) {
	case string:
		if kept := keepable(text); kept != text {
			*last = kept
		}
	case *string:
		if text != nil && keepable(*text) != *text {
			*last = keepable(*text)
		}
	}
}

func keepable(text string) string {
	const replacement = "\ufffd"
	return strings.ReplaceAll(strings.ToValidUTF8(text, replacement), "\x00", replacement)
}
