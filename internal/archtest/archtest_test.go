// Package archtest holds the dependency rule: arrows only go down, and every large library has one
// address. It reads the import clauses of the module's own files; tests are exempt.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/hallyu-store/hallyu"

// layers orders the packages from the lowest to the highest. A package imports only what stands
// before it; those on one line do not import each other.
var layers = [][]string{
	{"fault", "migrations", "api", "docs"},
	{"journal"},
	{"assets", "accounts"},
	{"i18n"},
	{"catalog"},
	{"purchases"},
	{"internal"},
	{"cmd"},
}

// internalMay says what each package below internal may use of its neighbours. Every one of them may
// use what lies below itself.
var internalMay = map[string][]string{
	"web":      {"web", "interop", "corked"},
	"corked":   {},
	"sqlstore": {},
	"worktree": {},
	"config":   {},
	"backup":   {"sqlstore"},
	"demo":     {},
	"interop":  {},
	"jwks":     {},
	"pay":      {"jwks"},
	"mail":     {},
	"purge":    {},
	"oidc":     {},
	"webhook":  {},
	"bearer":   {"jwks"},
	"jobs":     {},
	"app":      {"web", "corked", "sqlstore", "backup", "config", "demo", "interop", "pay", "mail", "purge", "oidc", "webhook", "bearer", "jwks", "jobs", "worktree"},
	"e2e":      {"app"},
}

// addresses names the only places that import a library.
var addresses = map[string][]string{
	"github.com/labstack/echo":          {"internal/web"},
	"github.com/danielgtaylor/huma":     {"internal/web"},
	"gorm.io":                           {"internal/sqlstore"},
	"modernc.org/sqlite":                {"internal/sqlstore"},
	"github.com/jackc/pgx":              {"internal/sqlstore"},
	"github.com/pressly/goose":          {"migrations"},
	"github.com/nicksnyder/go-i18n":     {"i18n"},
	"github.com/minio/minio-go":         {"assets/s3"},
	"github.com/fsnotify/fsnotify":      {"i18n"},
	"github.com/xuri/excelize":          {"i18n/format", "internal/web/sheet"},
	"golang.org/x/image":                {"assets"},
	"github.com/HugoSmits86":            {"assets"},
	"github.com/alecthomas/kong":        {"internal/app"},
	"github.com/schollz/progressbar":    {"internal/app"},
	"github.com/chromedp":               {"internal/demo/render"},
	"github.com/alexedwards/argon2id":   {"accounts"},
	"github.com/coreos/go-oidc":         {"internal/oidc"},
	"golang.org/x/oauth2":               {"internal/oidc", "internal/pay/google"},
	"github.com/stripe/stripe-go":       {"internal/pay/stripe"},
	"github.com/standard-webhooks":      {"journal/webhook"},
	"code.dny.dev/ssrf":                 {"internal/webhook"},
	"github.com/golang-jwt/jwt":         {"internal/pay"},
	"github.com/go-jose/go-jose":        {"internal/bearer", "internal/jwks"},
	"rsc.io/qr":                         {"internal/web/qr"},
	"github.com/makiuchi-d/gozxing":     {},
	"github.com/prometheus":             {"internal/web", "internal/app"},
	"net/http":                          {"internal", "api", "assets/s3"},
	"database/sql":                      {"internal/sqlstore", "migrations"},
	"github.com/google/uuid":            {"journal", "internal/web", "catalog", "purchases", "accounts", "internal/sqlstore"},
	"github.com/getkin/kin-openapi":     {},
	"github.com/PuerkitoBio":            {},
	"github.com/google/go-cmp":          {},
	"pgregory.net/rapid":                {},
	"github.com/anishathalye/porcupine": {},
}

// apiImporters are the only places, besides api itself, that know the contract's types.
var apiImporters = []string{"internal/web", "internal/app", "internal/e2e"}

type source struct {
	folder  string // relative to the module's root
	file    string
	imports []string
}

func TestArrowsGoDown(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range s.imports {
			target, ours := strings.CutPrefix(path, module+"/")
			if ours && !mayImport(s.folder, target) {
				t.Errorf("%s imports %s: arrows only go down", s.file, target)
			}
		}
	}
}

func TestEveryLibraryHasOneAddress(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range s.imports {
			for library, allowed := range addresses {
				if within(path, library) && !anyWithin(s.folder, allowed) {
					t.Errorf("%s imports %s, whose address is %v", s.file, path, allowed)
				}
			}
		}
	}
}

func TestAPIImportsTheStandardLibraryAlone(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range s.imports {
			if s.folder == "api" && strings.Contains(path, ".") {
				t.Errorf("%s imports %s", s.file, path)
			}
		}
	}
}

// TestTheRuleCanFail keeps the rule itself honest.
func TestTheRuleCanFail(t *testing.T) {
	for _, forbidden := range [][2]string{
		{"assets", "catalog"}, {"catalog", "purchases"}, {"fault", "journal"}, {"accounts", "assets"},
		{"internal/web", "internal/sqlstore"}, {"internal/web/v1", "internal/app"}, {"internal/sqlstore", "internal/web"},
		{"catalog", "api"}, {"internal/sqlstore", "api"}, {"internal/web", "internal/web/v1"}, {"internal/web/v1", "internal/web/store"},
		{"internal/web/studio/frame", "internal/web/studio/access"}, {"internal/web/studio/access", "internal/web/studio"},
	} {
		if mayImport(forbidden[0], forbidden[1]) {
			t.Errorf("%s may import %s", forbidden[0], forbidden[1])
		}
	}
}

func mayImport(from, to string) bool {
	if top(from) == top(to) && top(from) != "internal" {
		return true
	}
	if top(to) == "api" {
		return anyWithin(from, apiImporters)
	}
	if top(from) == "internal" && top(to) == "internal" {
		return mayImportWithinInternal(from, to)
	}
	return layer(from) > layer(to)
}

func mayImportWithinInternal(from, to string) bool {
	if second(from) == "web" && second(to) == "web" {
		return mayImportWithinWeb(from, to)
	}
	if second(from) == second(to) {
		return true
	}
	for _, allowed := range internalMay[second(from)] {
		if second(to) == allowed {
			return true
		}
	}
	return false
}

// mayImportWithinWeb: v1, store and studio use web and page, never the reverse and never each other. The
// folders of the studio share its frame.
func mayImportWithinWeb(from, to string) bool {
	routes := func(folder string) bool {
		return anyWithin(folder, []string{"internal/web/v1", "internal/web/store", "internal/web/studio"})
	}
	if from == to || routes(from) && within(to, from) || within(from, "internal/web/studio") && to == "internal/web/studio/frame" {
		return true
	}
	return !routes(to) && (routes(from) || from == "internal/web/page" && to == "internal/web")
}

func layer(folder string) int {
	for i, names := range layers {
		for _, name := range names {
			if name == top(folder) {
				return i
			}
		}
	}
	return -1
}

func top(folder string) string { return strings.SplitN(folder, "/", 2)[0] }

func second(folder string) string {
	parts := strings.SplitN(folder, "/", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

func within(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, parent+"/") || strings.Contains(parent, ".") && strings.HasPrefix(path, parent)
}

func anyWithin(path string, parents []string) bool {
	for _, parent := range parents {
		if within(path, parent) {
			return true
		}
	}
	return false
}

// sources are the module's own files but for tests, test helpers and generators. A folder with a go.mod
// of its own is another module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") && path != root || strings.HasSuffix(name, "test") ||
				path != root && isModule(path) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		s, err := read(root, path)
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d files found: the walk is broken", len(all))
	}
	return all
}

func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

func read(root, path string) (source, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return source{}, err
	}
	file, err := filepath.Rel(root, path)
	if err != nil {
		return source{}, err
	}
	s := source{folder: filepath.ToSlash(filepath.Dir(file)), file: filepath.ToSlash(file)}
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, name)
	}
	return s, nil
}
