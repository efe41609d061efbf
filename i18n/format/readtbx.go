package format

import "strings"

// Concept is an entry of a glossary as TBX (ISO 30042) has it: a thing, and what languages call it.
type Concept struct {
	Note  string
	Terms []ConceptTerm
}

// ConceptTerm is what a language calls a concept.
type ConceptTerm struct {
	Tag   string // of the language, as the file says
	Text  string
	Never bool // it is deprecated or superseded
}

// glossaryNames are the names that TBX 3 gives to what TBX 2 called otherwise.
var glossaryNames = map[string][]string{
	"concept": {"conceptEntry", "termEntry"}, "language": {"langSec", "langSet"}, "term": {"termSec", "tig", "ntig"},
}

// DecodeGlossary reads a glossary of at most [MaxSize] bytes: TBX 3 in either style, or TBX 2. It returns the tag of
// the language that the file says it is in. The error is a *[SyntaxError], as [DecodeMemory]'s.
func DecodeGlossary(data []byte) (tag string, all []Concept, err error) {
	root, err := parseDocument(data, "tbx")
	if err != nil {
		if old, oldErr := parseDocument(data, "martif"); oldErr == nil {
			root, err = old, nil
		}
	}
	if err != nil {
		return "", nil, err
	}
	for _, text := range root.children("text") {
		for _, body := range text.children("body") {
			for _, entry := range body.named("concept") {
				all = append(all, conceptOf(entry))
			}
		}
	}
	return root.attributes["lang"], all, nil
}

func conceptOf(entry *element) Concept {
	c := Concept{Note: noteOf(entry)}
	for _, section := range entry.named("language") {
		for _, held := range section.named("term") {
			if of := held.children("termGrp"); len(of) > 0 {
				held = of[0]
			}
			for _, term := range held.children("term") {
				c.Terms = append(c.Terms, ConceptTerm{section.attributes["lang"], strings.TrimSpace(term.whole()), held.deprecated()})
			}
		}
	}
	return c
}

// noteOf is the first note or definition of an entry, or "".
func noteOf(entry *element) string {
	for _, child := range entry.children("") {
		if child.name == "note" || child.attributes["type"] == "definition" || child.name == "definition" {
			return strings.TrimSpace(child.whole())
		}
	}
	return ""
}

// deprecated reports whether a term is not to be used. The style of tags has the status as an element of its own.
func (e *element) deprecated() bool {
	for _, child := range e.children("") {
		if child.attributes["type"] != "administrativeStatus" && child.name != "administrativeStatus" {
			continue
		}
		status := child.whole()
		return strings.HasPrefix(status, "deprecated") || strings.HasPrefix(status, "superseded")
	}
	return false
}

// named lists the children with a name of [glossaryNames], in their order.
func (e *element) named(what string) []*element {
	var all []*element
	for _, name := range glossaryNames[what] {
		all = append(all, e.children(name)...)
	}
	return all
}
