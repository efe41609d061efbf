package format

import (
	"bufio"
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// poEntry is an entry of a PO file; keyword is the one whose string goes on.
type poEntry struct {
	strings     map[string]*strings.Builder // by keyword
	keyword     string
	description []string
	flags       []string
}

func newPOEntry() poEntry { return poEntry{strings: map[string]*strings.Builder{}} }

// text is the string of a keyword; ok is false where the entry has none.
func (e poEntry) text(keyword string) (text string, ok bool) {
	b, ok := e.strings[keyword]
	if !ok {
		return "", false
	}
	return b.String(), true
}

// poReader reads entries line by line.
type poReader struct {
	rules *message.Rules
	units []unit
	entry poEntry
	line  int
	forms poForms // of the header
}

// decodePO reads gettext's PO in UTF-8. Entries without msgctxt have their msgid as id; fuzzy ones are not translated.
// Which plural form is of which category the expression of the header says; without one they stand in CLDR's order, those of
// all categories or of those that whole numbers have.
func decodePO(rules *message.Rules, data []byte) ([]unit, error) {
	r := &poReader{rules: rules, entry: newPOEntry()}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, MaxSize+1)
	for lines.Scan() {
		r.line++
		err := r.read(strings.TrimSpace(lines.Text()))
		if err != nil {
			return nil, err
		}
	}
	err := r.finish()
	return r.units, err
}

func (r *poReader) fail(reason string) error { return &SyntaxError{r.line, 1, reason} }

var poLine = regexp.MustCompile(`^(msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)?\s*(".*")$`)

func (r *poReader) read(line string) error {
	switch {
	case line == "":
		return r.finish()
	case line[0] == '#':
		return r.comment(line)
	}
	match := poLine.FindStringSubmatch(line)
	if match == nil {
		return r.fail("neither a keyword nor a string")
	}
	text, err := poUnquote(match[2])
	if err != nil {
		return r.fail("a string that does not end, or an escape that is none")
	}
	if keyword := match[1]; keyword != "" {
		if r.entry.ends(keyword) {
			err = r.finish()
		}
		r.entry.keyword = keyword
		r.entry.strings[keyword] = &strings.Builder{}
	}
	if r.entry.keyword == "" {
		return r.fail("a string without a keyword")
	}
	r.entry.strings[r.entry.keyword].WriteString(text)
	return err
}

// ends reports whether a keyword belongs to the next entry.
func (e poEntry) ends(keyword string) bool {
	_, known := e.text(keyword)
	_, single := e.text("msgstr")
	_, plural := e.text("msgstr[0]")
	return known || (single || plural) && (keyword == "msgctxt" || keyword == "msgid")
}

func (r *poReader) comment(line string) error {
	var err error
	if r.entry.keyword != "" {
		err = r.finish()
	}
	if text, ok := strings.CutPrefix(line, "#."); ok {
		r.entry.description = append(r.entry.description, strings.TrimPrefix(text, " "))
	}
	if flags, ok := strings.CutPrefix(line, "#,"); ok {
		for flag := range strings.SplitSeq(flags, ",") {
			r.entry.flags = append(r.entry.flags, strings.TrimSpace(flag))
		}
	}
	return err
}

var poEscape = regexp.MustCompile(`\\(?:[ntr"\\abfv]|[0-7]{1,3})`)

// poUnquote reads a string between double quotes.
func poUnquote(s string) (string, error) {
	inner := s[1 : len(s)-1]
	if len(s) < 2 || strings.ContainsAny(poEscape.ReplaceAllString(inner, ""), `"\`) {
		return "", strconv.ErrSyntax
	}
	return poEscape.ReplaceAllStringFunc(inner, func(escape string) string {
		if code, err := strconv.ParseUint(escape[1:], 8, 8); err == nil {
			return string([]byte{byte(code)})
		}
		text, _ := strconv.Unquote(`"` + escape + `"`)
		return text
	}), nil
}

// finish takes the entry that was read, if there is one.
func (r *poReader) finish() error {
	e := r.entry
	if e.keyword == "" {
		return nil
	}
	r.entry = newPOEntry()
	id, hasContext := e.text("msgctxt")
	if !hasContext {
		id, _ = e.text("msgid")
	}
	switch {
	case id == "" && !hasContext:
		return r.header(e)
	case !slices.Contains(e.flags, "fuzzy"):
		return r.unit(id, e)
	}
	return nil
}

func (r *poReader) header(e poEntry) error {
	text, _ := e.text("msgstr")
	forms, err := formsOf(text)
	if err != nil {
		return r.fail(err.Error())
	}
	r.forms = forms
	return nil
}

func (r *poReader) unit(id string, e poEntry) error {
	u := unit{id: id, description: strings.Join(e.description, "\n")}
	read := func(keyword string) []message.Part {
		text, _ := e.text(keyword)
		if slices.Contains(e.flags, "python-format") {
			return pythonParts(text)
		}
		return []message.Part{{Text: text}}
	}
	if _, plural := e.text("msgid_plural"); !plural {
		u.forms = only(read("msgstr")...)
		r.units = append(r.units, u)
		return nil
	}
	numbers, err := r.forms.numbers(r.rules, e.differ)
	if err != nil {
		return r.fail(err.Error())
	}
	for _, c := range r.rules.Categories() {
		if i, has := numbers[c]; has {
			u.forms = append(u.forms, form{c, message.NewPattern(read(msgstr(i))...)})
		}
	}
	r.units = append(r.units, u)
	return nil
}

// msgstr is the keyword of a plural form.
func msgstr(i int) string { return "msgstr[" + strconv.Itoa(i) + "]" }

// differ says whether two forms of an entry say different things.
func (e poEntry) differ(a, b int) bool {
	one, _ := e.text(msgstr(a))
	other, _ := e.text(msgstr(b))
	return one != other
}

var pythonSyntax = regexp.MustCompile(`%(?:%|\(([A-Za-z_][A-Za-z0-9_]*)\)[sd])`)

func pythonParts(text string) []message.Part {
	return split(pythonSyntax, text, func(match []string) message.Part {
		if match[1] == "" {
			return message.Part{Text: "%"}
		}
		return message.Part{Variable: match[1]}
	})
}
