package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/docs"
	"github.com/hallyu-store/hallyu/fault"
)

//go:embed contract.html problem.html
var contractFiles embed.FS

var contractTemplates = template.Must(template.ParseFS(contractFiles, "*.html"))

// contractPolicy lets the pages of this file load nothing but their own style.
const contractPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// describedOperation is one operation on the contract's page.
type describedOperation struct {
	*huma.Operation
	Verb string
	Path string
	Need string // what the caller needs, "" for nothing
}

// describedTag is a group of operations.
type describedTag struct {
	Name       string
	Operations []describedOperation
}

// contractPage shows the contract to people: every operation, with what it needs and answers.
func (s *Server) contractPage(c echo.Context) error {
	return s.sendPage(c, http.StatusOK, "contract.html", map[string]any{
		"Version": s.Config.Version, "Tags": describe(s.api.OpenAPI()),
	})
}

func (s *Server) sendPage(c echo.Context, status int, name string, data any) error {
	var page bytes.Buffer
	err := contractTemplates.ExecuteTemplate(&page, name, data)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Security-Policy", contractPolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	if status != http.StatusOK {
		header.Set("Cache-Control", "no-store")
		return c.HTMLBlob(status, page.Bytes())
	}
	s.send(c, prepare(NewBody("text/html; charset=utf-8", page.Bytes(), time.Time{})), Reading{})
	return nil
}

func describe(document *huma.OpenAPI) []describedTag {
	groups := map[string][]describedOperation{}
	var names []string
	for path, item := range document.Paths {
		for _, o := range operations(path, item) {
			tag := o.Tags[0]
			if groups[tag] == nil {
				names = append(names, tag)
			}
			groups[tag] = append(groups[tag], o)
		}
	}
	sort.Strings(names)
	tags := make([]describedTag, len(names))
	for i, name := range names {
		all := groups[name]
		sort.Slice(all, func(i, j int) bool { return all[i].Path+all[i].Verb < all[j].Path+all[j].Verb })
		tags[i] = describedTag{name, all}
	}
	return tags
}

func operations(path string, item *huma.PathItem) []describedOperation {
	var all []describedOperation
	for verb, o := range map[string]*huma.Operation{
		"GET": item.Get, "HEAD": item.Head, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete,
	} {
		if o != nil {
			all = append(all, describedOperation{o, verb, path, need(o)})
		}
	}
	return all
}

func need(o *huma.Operation) string {
	var ways []string
	for _, way := range o.Security {
		for scheme, names := range way {
			switch scheme {
			case schemeApp:
				ways = append(ways, "app key with "+strings.Join(names, ", "))
			case schemeStaff:
				ways = append(ways, "staff: "+strings.Join(names, ", "))
			}
		}
	}
	sort.Strings(ways)
	return strings.Join(ways, "; or ")
}

// problemPage explains one problem: the address that a problem document has as its type.
func (s *Server) problemPage(c echo.Context) error {
	code := c.Param("code")
	text, known := problemTexts()[code]
	if !known {
		return ErrAddressUnknown
	}
	return s.sendPage(c, http.StatusOK, "problem.html", map[string]any{
		"Code": code, "Status": statusOfCode(code), "Paragraphs": strings.Split(text, "\n\n"),
	})
}

func statusOfCode(code string) int {
	for _, f := range fault.All() {
		if f.Code() == code {
			return StatusOf(f.Kind())
		}
	}
	return 0
}

// problemTexts are the sections of docs/problems.md by their headings.
func problemTexts() map[string]string {
	texts := map[string]string{}
	for _, section := range strings.Split(docs.Problems, "\n## ")[1:] {
		heading, text, _ := strings.Cut(section, "\n")
		texts[strings.TrimSpace(heading)] = strings.TrimSpace(text)
	}
	return texts
}
