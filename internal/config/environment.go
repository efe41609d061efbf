package config

import (
	"fmt"
	"net/url"
	"os"
	"reflect"
	"sort"
	"strings"
	"unicode"
)

// Prefix begins the name of every variable of ours.
const Prefix = "HALLYU_"

// Environment is the part of the process environment that concerns hallyu.
type Environment map[string]string

// ReadEnvironment keeps HALLYU_* of env, given as NAME=value, and replaces HALLYU_X_FILE by the
// content of the file that it names.
func ReadEnvironment(env []string) (Environment, error) {
	e := Environment{}
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, Prefix) {
			e[name] = value
		}
	}
	for name, path := range e {
		target, isFile := strings.CutSuffix(name, "_FILE")
		if !isFile {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		delete(e, name)
		e[target] = strings.TrimRight(string(content), "\r\n")
	}
	return e, nil
}

// Variable is the name of a flag's environment variable.
func Variable(flag string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Unknown lists a warning for each HALLYU_* name that nothing reads, with the nearest name that
// something does. Names that an orchestrator sets by itself for a service called hallyu are passed over.
func (e Environment) Unknown(extra ...string) []string {
	known := append(Variables(), extra...)
	var warnings []string
	for name := range e {
		if contains(known, name) || setByOrchestrator(name) {
			continue
		}
		warnings = append(warnings, fmt.Sprintf("%s is not known; did you mean %s?", name, nearest(name, known)))
	}
	sort.Strings(warnings)
	return warnings
}

func setByOrchestrator(name string) bool {
	return name == "HALLYU_PORT" || strings.HasPrefix(name, "HALLYU_PORT_") || strings.HasPrefix(name, "HALLYU_SERVICE_")
}

// Variables are the names of all settings, in the order of Config.
func Variables() []string {
	var names []string
	for _, s := range settings(Config{}) {
		names = append(names, s.variable)
	}
	return names
}

// Masked lists every setting that is in force as NAME=value, secrets masked.
func (c Config) Masked() []string {
	if c.LocalesS3 == "" {
		c.Locales = c.LocalesFolder()
	}
	var lines []string
	for _, s := range settings(c) {
		lines = append(lines, s.variable+"="+mask(s.secret, s.value))
	}
	return lines
}

func mask(secret, value string) string {
	switch {
	case value == "" || secret == "":
		return value
	case secret == "url":
		u, err := url.Parse(value)
		if err == nil {
			return redacted(u)
		}
	}
	return "***"
}

// redacted is a URL without the passwords in it, of which PostgreSQL takes some as parameters.
func redacted(u *url.URL) string {
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Set(name, "***")
			u.RawQuery = query.Encode()
		}
	}
	return u.Redacted()
}

type setting struct{ variable, value, secret string }

func settings(c Config) []setting {
	var all []setting
	value := reflect.ValueOf(c)
	for i := range value.NumField() {
		field := value.Type().Field(i)
		flag := field.Tag.Get("name")
		if flag == "" {
			flag = kebab(field.Name)
		}
		text := fmt.Sprint(value.Field(i).Interface())
		if list, isList := value.Field(i).Interface().([]string); isList {
			text = strings.Join(list, ",")
		}
		all = append(all, setting{Variable(flag), text, field.Tag.Get("secret")})
	}
	return all
}

func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// nearest is the known name with the smallest edit distance.
func nearest(name string, known []string) string {
	best, least := "", 1<<30
	for _, candidate := range known {
		if d := distance(name, candidate); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's: how many single bytes to insert, drop or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
