package format

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// ListItem is an item of a list as it is to be.
type ListItem struct {
	Kept  int // which item of the list says so already, from 0; -1 for none
	Of    int // which item of the list it replaces, from 0; -1 for one that is added
	Value any
}

// SetList gives a list at the top of a YAML file of settings other items. All other bytes of the file stay, also those
// of items that are kept, and comments before an item that is replaced; only a list that is not written with an item on
// lines of its own is written anew. A file without the list gets it at its end. The error is a *[SyntaxError] or
// [ErrUneditable].
func SetList(data []byte, key string, items []ListItem) ([]byte, error) {
	var document yaml.Node
	err := yaml.Unmarshal(data, &document)
	if err != nil {
		return nil, yamlFault(err)
	}
	l := listEdit{lines: bytes.SplitAfter(data, []byte("\n")), newline: "\n"}
	if bytes.Contains(data, []byte("\r\n")) {
		l.newline = "\r\n"
	}
	if last := len(l.lines) - 1; last >= 0 && len(l.lines[last]) == 0 {
		l.lines = l.lines[:last]
	}
	found := l.find(&document, key)
	if !found && len(document.Content) > 0 && (document.Content[0].Kind != yaml.MappingNode || document.Content[0].Style&yaml.FlowStyle != 0) {
		return nil, ErrUneditable
	}
	return l.write(key, items)
}

// listEdit is a file whose list is at the lines from first up to end, with its items.
type listEdit struct {
	lines      [][]byte
	newline    string
	first, end int
	items      []listLines // none of a list that is written anew
	indent     string
}

// listLines are the lines of an item: comments before it, and its own from begin up to end.
type listLines struct{ head, begin, end int }

// find finds the list. Without one, its place is the end of the file.
func (l *listEdit) find(document *yaml.Node, key string) bool {
	l.first, l.end = len(l.lines), len(l.lines)
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return false
	}
	pairs := document.Content[0].Content
	for n := 0; n < len(pairs); n += 2 {
		if pairs[n].Value != key || pairs[n].Column != 1 {
			continue
		}
		l.first = pairs[n].Line - 1
		if n+2 < len(pairs) {
			l.end = pairs[n+2].Line - 1
		}
		l.end = l.contentEnd(l.first, l.end)
		l.place(pairs[n+1])
		return true
	}
	return false
}

// place finds the lines of each item; it leaves them out unless all begin lines of their own.
func (l *listEdit) place(list *yaml.Node) {
	if list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0 || list.Anchor != "" {
		return
	}
	var items []listLines
	head := l.first + 1
	for n, item := range list.Content {
		begin, end := item.Line-1, l.end
		if n+1 < len(list.Content) {
			end = list.Content[n+1].Line - 1
		}
		text := string(l.lines[begin])
		bare := strings.TrimLeft(text, " ")
		if item.Kind != yaml.MappingNode || item.Anchor != "" || !strings.HasPrefix(bare, "- ") || begin <= l.first {
			return
		}
		l.indent = text[:len(text)-len(bare)]
		end = l.contentEnd(begin, end)
		items = append(items, listLines{head, begin, end})
		head = end
	}
	l.items = items
}

// contentEnd is the end of lines without the blank ones and comments that they end with.
func (l *listEdit) contentEnd(first, end int) int {
	for end > first+1 {
		text := bytes.TrimSpace(l.lines[end-1])
		if len(text) > 0 && text[0] != '#' {
			break
		}
		end--
	}
	return end
}

// write puts the file together with other items.
func (l *listEdit) write(key string, items []ListItem) ([]byte, error) {
	var out bytes.Buffer
	l.copy(&out, 0, l.first)
	if out.Len() > 0 && !bytes.HasSuffix(out.Bytes(), []byte("\n")) {
		out.WriteString(l.newline)
	}
	switch {
	case len(items) == 0:
		out.WriteString(key + ": []" + l.newline)
	case len(l.items) > 0:
		l.copy(&out, l.first, l.first+1)
	default:
		l.indent = "  "
		out.WriteString(key + ":" + l.newline)
	}
	for _, item := range items {
		if err := l.item(&out, item); err != nil {
			return nil, err
		}
	}
	l.copy(&out, l.end, len(l.lines))
	return out.Bytes(), nil
}

func (l *listEdit) item(out *bytes.Buffer, item ListItem) error {
	if item.Kept >= 0 && item.Kept < len(l.items) {
		at := l.items[item.Kept]
		l.copy(out, at.head, at.end)
		if !bytes.HasSuffix(out.Bytes(), []byte("\n")) { // it was the last line of the file
			out.WriteString(l.newline)
		}
		return nil
	}
	if item.Of >= 0 && item.Of < len(l.items) {
		l.copy(out, l.items[item.Of].head, l.items[item.Of].begin)
	}
	text, err := yaml.Marshal([]any{item.Value})
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		out.WriteString(l.indent + strings.TrimSuffix(line, "\n") + l.newline)
	}
	return nil
}

func (l *listEdit) copy(out *bytes.Buffer, from, to int) {
	for _, line := range l.lines[from:max(from, to)] {
		out.Write(line)
	}
}
