package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// element is an element of an XML document; names are without their namespaces.
type element struct {
	name       string
	attributes map[string]string
	parts      []xmlPart
	line, col  int
}

// xmlPart is a child, a text or, with comment set, a comment.
type xmlPart struct {
	text    string
	comment bool
	child   *element
}

// xmlReader builds the tree. Entities of a document's own are refused, as is what nests too deep.
type xmlReader struct {
	d     *xml.Decoder
	open  []*element
	nodes int
}

func parseXML(data []byte) (*element, error) {
	r := &xmlReader{d: xml.NewDecoder(bytes.NewReader(data)), open: []*element{{}}}
	r.d.CharsetReader = utf8Only
	for {
		token, err := r.d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = r.take(token)
		}
		if err != nil {
			return nil, r.fail(err.Error())
		}
	}
	for _, part := range r.open[0].parts {
		if part.child != nil {
			return part.child, nil
		}
	}
	return nil, r.fail("no element")
}

// utf8Only lets a document say that it is UTF-16: it was made UTF-8 before. Others say what they are not.
func utf8Only(charset string, input io.Reader) (io.Reader, error) {
	if strings.EqualFold(charset, "utf-16") {
		return input, nil
	}
	return nil, fmt.Errorf("in %q; only UTF-8 is read", charset)
}

func (r *xmlReader) fail(reason string) error {
	line, col := r.d.InputPos()
	return &SyntaxError{line, col, reason}
}

func (r *xmlReader) take(token xml.Token) error {
	top := r.open[len(r.open)-1]
	if r.nodes++; r.nodes > MaxNodes {
		return fmt.Errorf("more than %d nodes", MaxNodes)
	}
	switch t := token.(type) {
	case xml.StartElement:
		if len(r.open) > MaxDepth {
			return fmt.Errorf("nested deeper than %d", MaxDepth)
		}
		e := &element{name: t.Name.Local, attributes: map[string]string{}}
		e.line, e.col = r.d.InputPos()
		for _, a := range t.Attr {
			e.attributes[a.Name.Local] = a.Value
		}
		top.parts = append(top.parts, xmlPart{child: e})
		r.open = append(r.open, e)
	case xml.EndElement:
		r.open = r.open[:len(r.open)-1]
	case xml.CharData:
		top.parts = append(top.parts, xmlPart{text: string(t)})
	case xml.Comment:
		top.parts = append(top.parts, xmlPart{text: strings.TrimSpace(string(t)), comment: true})
	case xml.Directive:
		if bytes.ContainsAny(t, "[<") {
			return errors.New("a document type may not declare anything")
		}
	}
	return nil
}

// children lists the child elements, those of one name or, for "", all.
func (e *element) children(name string) []*element {
	var all []*element
	for _, part := range e.parts {
		if part.child != nil && (name == "" || part.child.name == name) {
			all = append(all, part.child)
		}
	}
	return all
}

// text joins the texts of an element.
func (e *element) text() string {
	var b strings.Builder
	for _, part := range e.parts {
		if part.child == nil && !part.comment {
			b.WriteString(part.text)
		}
	}
	return b.String()
}

// inlines reads the text of an element whose children are placeholders with {{.Name}} in that attribute.
func (e *element) inlines(attribute string) ([]message.Part, error) {
	var parts []message.Part
	for _, part := range e.parts {
		switch {
		case part.child != nil:
			p, err := message.ParsePattern(part.child.attributes[attribute], "", "")
			if err != nil || len(p.Variables()) != 1 {
				return nil, part.child.fault("<%s> stands for no placeholder", part.child.name)
			}
			parts = append(parts, message.Part{Variable: p.Variables()[0]})
		case !part.comment:
			parts = append(parts, message.Part{Text: part.text})
		}
	}
	return parts, nil
}

func (e *element) fault(format string, arguments ...any) error {
	return &SyntaxError{e.line, e.col, fmt.Sprintf(format, arguments...)}
}
