package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Memory is what other programs for translators remember, as TMX 1.4b (LISA OSCAR, 2005) and its predecessors have it.
type Memory struct {
	Tool   string // that wrote it, or ""
	Source string // tag of the source language as the file says, or "" where each unit has its own
	Units  []MemoryUnit
}

// MemoryUnit is a text in several languages.
type MemoryUnit struct {
	Source string // tag of the source language, or ""
	Texts  []MemoryText
}

// MemoryText is a text in a language. What stands for code of other formats stands in it as text.
type MemoryText struct {
	Tag  string // of the language, as the file says
	Text string
}

// anyLanguage is what TMX calls a source language that differs from unit to unit.
const anyLanguage = "*all*"

// DecodeMemory reads a memory of at most [MaxSize] bytes. The error is a *[SyntaxError]: also for bytes that are no UTF-8
// or UTF-16, and for documents that declare entities.
func DecodeMemory(data []byte) (Memory, error) {
	root, err := parseDocument(data, "tmx")
	if err != nil {
		return Memory{}, err
	}
	var m Memory
	for _, header := range root.children("header") {
		m.Tool, m.Source = header.attributes["creationtool"], source(header)
	}
	for _, body := range root.children("body") {
		for _, unit := range body.children("tu") {
			m.Units = append(m.Units, memoryUnit(unit))
		}
	}
	return m, nil
}

func memoryUnit(e *element) MemoryUnit {
	unit := MemoryUnit{Source: source(e)}
	for _, variant := range e.children("tuv") {
		for _, segment := range variant.children("seg") {
			unit.Texts = append(unit.Texts, MemoryText{variant.attributes["lang"], segment.whole()})
		}
	}
	return unit
}

func source(e *element) string {
	if tag := e.attributes["srclang"]; tag != anyLanguage {
		return tag
	}
	return ""
}

// whole joins the texts of an element and of all within it.
func (e *element) whole() string {
	var b strings.Builder
	for _, part := range e.parts {
		switch {
		case part.child != nil:
			b.WriteString(part.child.whole())
		case !part.comment:
			b.WriteString(part.text)
		}
	}
	return b.String()
}

// parseDocument reads an XML document whose root has that name.
func parseDocument(data []byte, root string) (*element, error) {
	if len(data) > MaxSize {
		return nil, &SyntaxError{Reason: fmt.Sprintf("larger than %d bytes", MaxSize)}
	}
	data = narrowed(data)
	if at := invalidAt(data); at >= 0 {
		line := 1 + bytes.Count(data[:at], []byte("\n"))
		return nil, &SyntaxError{Line: line, Col: at - bytes.LastIndexByte(data[:at], '\n'), Reason: "not UTF-8"}
	}
	e, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	if e.name != root {
		return nil, e.fault("<%s> is not <%s>", e.name, root)
	}
	return e, nil
}

// narrowed makes UTF-8 of UTF-16 with a byte order mark, which some programs write, and takes the mark away.
func narrowed(data []byte) []byte {
	if rest, marked := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); marked {
		return rest
	}
	low := 0 // which byte of two is the low one
	switch {
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		low = 1
	case !bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+low])|uint16(data[i+1-low])<<8)
	}
	return []byte(string(utf16.Decode(units)))
}

// invalidAt is where bytes are no UTF-8; -1 for nowhere.
func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
