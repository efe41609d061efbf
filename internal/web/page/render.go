package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
)

//go:embed layout.html icons.html
var layout embed.FS

// Template is a page's HTML within the layout. The page defines the templates header, main and footer.
type Template struct{ parsed *template.Template }

// Parse reads a page's templates. They are part of the program, so a faulty one is a defect of the build.
func Parse(files fs.FS, names ...string) Template { return ParseWithin(files, nil, files, names...) }

// ParseWithin reads a page's templates together with those of the frame that it stands in.
func ParseWithin(frame fs.FS, frames []string, files fs.FS, names ...string) Template {
	parsed := template.New("layout.html").Funcs(template.FuncMap{
		"static": func(name string) string { return Static(name) },
		"list":   func(all ...any) []any { return all },
	})
	parsed = template.Must(parsed.ParseFS(layout, "*.html"))
	if len(frames) > 0 {
		parsed = template.Must(parsed.ParseFS(frame, frames...))
	}
	return Template{template.Must(parsed.ParseFS(files, names...))}
}

// HTML renders the page whole, so that a fault leaves no half page behind.
func (t Template) HTML(data any) ([]byte, error) {
	var page bytes.Buffer
	err := t.parsed.Execute(&page, data)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return page.Bytes(), nil
}
