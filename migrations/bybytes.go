package migrations

import (
	"io"
	"io/fs"
	"regexp"
	"strings"
)

// byBytes shows the files as PostgreSQL is to read them: TEXT is compared by its bytes, as SQLite
// compares it, whatever language the database was made for. A slug is then in the same place on both,
// and no index is spoilt by an update of the system's sorting rules.
type byBytes struct{ files fs.FS }

// A column that holds JSON is of a type of its own there before a field is taken out of it.
var jsonField = regexp.MustCompile(`\b(\w+) (->>?) '`)

var textType = regexp.MustCompile(`\bTEXT\b`)

// Open implements fs.FS.
func (b byBytes) Open(name string) (fs.File, error) {
	file, err := b.files.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return file, err
	}
	content, err := io.ReadAll(file)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return rewritten{file, strings.NewReader(asPostgres(string(content)))}, nil
}

func asPostgres(statements string) string {
	return jsonField.ReplaceAllString(textType.ReplaceAllString(statements, `TEXT COLLATE "C"`), "$1::json $2 '")
}

// rewritten is a file with another content.
type rewritten struct {
	fs.File
	content io.Reader
}

// Read implements fs.File.
func (r rewritten) Read(to []byte) (int, error) { return r.content.Read(to) }
