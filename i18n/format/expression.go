package format

import (
	"errors"
	"strconv"
	"strings"
)

// expression is a compiled plural expression of gettext: which form a number takes. ok is false where it divides by 0.
type expression func(n uint64) (form uint64, ok bool)

// Bounds of a plural expression: the longest of CLDR's languages that we write has 1,100 bytes.
const (
	maxExpression      = 4096 // bytes
	maxExpressionDepth = 64
)

var errExpression = errors.New("not a plural expression of gettext")

// compile reads a plural expression: the part of C that gettext's manual names in "Plural forms", on unsigned numbers.
func compile(text string) (expression, error) {
	if len(text) > maxExpression {
		return nil, errExpression
	}
	p := &expressionParser{rest: text}
	e := p.choice(0)
	if p.failed || p.token() != "" {
		return nil, errExpression
	}
	return e, nil
}

type expressionParser struct {
	rest   string
	failed bool
}

// symbols are what is neither a number nor n; longer ones first.
var symbols = []string{"||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(", ")", "n"}

// token is what comes next, "" at the end.
func (p *expressionParser) token() string {
	p.rest = strings.TrimLeft(p.rest, " \t\n\r\\")
	for _, s := range symbols {
		if strings.HasPrefix(p.rest, s) {
			return s
		}
	}
	digits := len(p.rest) - len(strings.TrimLeft(p.rest, "0123456789"))
	if digits == 0 && p.rest != "" {
		return p.rest[:1] // which nobody takes
	}
	return p.rest[:digits]
}

// take goes on when the next token is this one.
func (p *expressionParser) take(token string) bool {
	if token == "" || p.token() != token {
		return false
	}
	p.rest = p.rest[len(token):]
	return true
}

func (p *expressionParser) fail() expression {
	p.failed = true
	return nil
}

// choice reads a ? b : c, which binds to the right.
func (p *expressionParser) choice(depth int) expression {
	if depth > maxExpressionDepth {
		return p.fail()
	}
	condition := p.binary(0, depth)
	if p.failed || !p.take("?") {
		return condition
	}
	yes := p.choice(depth + 1)
	if p.failed || !p.take(":") {
		return p.fail()
	}
	no := p.choice(depth + 1)
	if p.failed {
		return nil
	}
	return func(n uint64) (uint64, bool) {
		value, ok := condition(n)
		switch {
		case !ok:
			return 0, false
		case value != 0:
			return yes(n)
		}
		return no(n)
	}
}

// levels are the operators of two operands, the loosest first.
var levels = [][]string{{"||"}, {"&&"}, {"==", "!="}, {"<", ">", "<=", ">="}, {"+", "-"}, {"*", "/", "%"}}

// binary reads operators of a level, which bind to the left.
func (p *expressionParser) binary(level, depth int) expression {
	if level == len(levels) {
		return p.unary(depth)
	}
	left := p.binary(level+1, depth)
	for !p.failed {
		operator := ""
		for _, o := range levels[level] {
			if operator == "" && p.take(o) {
				operator = o
			}
		}
		if operator == "" {
			return left
		}
		left = operation(operator, left, p.binary(level+1, depth))
	}
	return nil
}

func (p *expressionParser) unary(depth int) expression {
	switch token := p.token(); {
	case depth > maxExpressionDepth:
	case p.take("!"):
		inner := p.unary(depth + 1)
		return operation("==", inner, constant(0))
	case p.take("n"):
		return func(n uint64) (uint64, bool) { return n, true }
	case p.take("("):
		inner := p.choice(depth + 1)
		if !p.failed && p.take(")") {
			return inner
		}
	case token != "":
		value, err := strconv.ParseUint(token, 10, 32)
		if err == nil && p.take(token) {
			return constant(value)
		}
	}
	return p.fail()
}

func constant(value uint64) expression {
	return func(uint64) (uint64, bool) { return value, true }
}

// operation makes an operator and its operands one. What && and || need not look at may divide by 0, as in C.
func operation(operator string, left, right expression) expression {
	return func(n uint64) (uint64, bool) {
		a, ok := left(n)
		switch {
		case !ok:
			return 0, false
		case operator == "||" && a != 0:
			return 1, true
		case operator == "&&" && a == 0:
			return 0, true
		}
		b, ok := right(n)
		if !ok || b == 0 && (operator == "/" || operator == "%") {
			return 0, false
		}
		return calculate(operator, a, b), true
	}
}

func calculate(operator string, a, b uint64) uint64 {
	switch operator {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "/":
		return a / b
	case "%":
		return a % b
	}
	return map[bool]uint64{true: 1}[compare(operator, a, b)]
}

func compare(operator string, a, b uint64) bool {
	switch operator {
	case "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case ">":
		return a > b
	case "<=":
		return a <= b
	case ">=":
		return a >= b
	}
	return b != 0 // of && and ||, of which a does not decide
}
