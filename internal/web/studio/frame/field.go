package frame

// Field is a line of a form: a label, what was typed, and what is wrong with it. Its template is field.
type Field struct {
	ID       string // and its name
	Label    string
	Value    string
	Type     string // of the input; "" is text
	Hint     string
	Wrong    string
	Required bool
	Longest  int    // characters; 0: as many as one likes
	Least    string // of a number; "" for none
	Most     string
	Pattern  string
	Latin    bool // it is written from left to right in every language
}
