package format

import "strings"

// tomlDepth refuses keys of more parts than MaxDepth before the library reads them: its effort grows with
// the square of their number. The file need not be well-formed; texts of many lines are stepped over.
func tomlDepth(text string) error {
	closing := "" // of the text of many lines that we are in
	number := 0
	for line := range strings.Lines(text) {
		number++
		if closing != "" {
			if strings.Contains(line, closing) {
				closing = ""
			}
			continue
		}
		if longestKey(line) > MaxDepth {
			return tooDeep(number, 1)
		}
		_, value, _ := strings.Cut(line, "=")
		closing = opened(value)
	}
	return nil
}

// longestKey counts the dots of the longest dotted key in a line, wherever it stands, quoted parts as one.
func longestKey(line string) (longest int) {
	dots := 0
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0:
			if c == '\\' && quote == '"' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '#':
			return longest
		case c == '"' || c == '\'':
			quote = c
		case c == '.':
			dots++
			longest = max(longest, dots)
		case strings.IndexByte("=,{}[]", c) >= 0:
			dots = 0
		}
	}
	return longest
}
