package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// condition is one that a plural expression of gettext may be made of: a C expression, and the same in Go.
type condition struct {
	c     string
	holds func(n int) bool
}

func equals(k int) condition {
	return condition{fmt.Sprintf("n==%d", k), func(n int) bool { return n == k }}
}

// within holds where n modulo m is from a to b, and n modulo 100 is not from c to d.
func within(m, a, b, c, d int) condition {
	holds := func(n int) bool {
		return n%m >= a && n%m <= b && (d < c || n%100 < c || n%100 > d)
	}
	text := fmt.Sprintf("n%%%d>=%d && n%%%d<=%d", m, a, m, b)
	if a == b {
		text = fmt.Sprintf("n%%%d==%d", m, a)
	}
	if c == d {
		text += fmt.Sprintf(" && n%%100!=%d", c)
	} else if c < d {
		text += fmt.Sprintf(" && (n%%100<%d || n%%100>%d)", c, d)
	}
	return condition{text, holds}
}

// conditions are enough for the languages of CLDR that chat apps are likely to meet; the first that fits is
// taken. See unionOf for the rest.
var conditions = []condition{
	equals(1), equals(0), equals(2), equals(3), equals(6),
	{"n<=1", func(n int) bool { return n <= 1 }},
	{"n>=2 && n<=4", func(n int) bool { return n >= 2 && n <= 4 }},
	{"n>=3 && n<=6", func(n int) bool { return n >= 3 && n <= 6 }},
	{"n>=7 && n<=10", func(n int) bool { return n >= 7 && n <= 10 }},
	{"n!=0 && n%1000000==0", func(n int) bool { return n != 0 && n%1_000_000 == 0 }},
	{"n%10!=4 && n%10!=6 && n%10!=9", func(n int) bool { return n%10 != 4 && n%10 != 6 && n%10 != 9 }},
	{"n%10==0 || (n%100>=11 && n%100<=19)", func(n int) bool { return n%10 == 0 || n%100 >= 11 && n%100 <= 19 }},
	{"n==0 || (n%100>=1 && n%100<=19)", func(n int) bool { return n == 0 || n%100 >= 1 && n%100 <= 19 }},
	within(10, 1, 1, 1, 0), within(10, 1, 1, 11, 11), within(10, 1, 1, 11, 19),
	within(10, 2, 2, 1, 0), within(10, 2, 4, 12, 14), within(10, 2, 9, 11, 19),
	within(100, 1, 1, 1, 0), within(100, 2, 2, 1, 0), within(100, 3, 4, 1, 0), within(100, 3, 10, 1, 0), within(100, 11, 99, 1, 0), within(100, 11, 19, 1, 0),
}

// wholes are the numbers by which conditions are tried.
var wholes = func() []int {
	var all []int
	for n := range 201 {
		all = append(all, n)
	}
	return append(all, 1_000, 1_001, 1_002, 10_000, 100_000, 1_000_000, 1_000_001, 1_000_002, 1_000_005, 2_000_000, 1_000_000_000)
}()

// pluralForms is gettext's header of that name: one form for each category of the language, in CLDR's order,
// so that the categories which only decimals have are kept. It is made of what the rules say.
func pluralForms(rules *message.Rules) string {
	categories := rules.Categories()
	rest := slices.Clone(wholes)
	expression := ""
	for i, c := range categories {
		is := func(n int) bool { return rules.Category(n) == c }
		if !slices.ContainsFunc(rest, is) {
			continue
		}
		if !slices.ContainsFunc(rest, func(n int) bool { return !is(n) }) {
			expression += strconv.Itoa(i)
			break
		}
		expression += fmt.Sprintf("(%s) ? %d : ", fitting(rest, is), i)
		rest = slices.DeleteFunc(rest, is)
	}
	return fmt.Sprintf("nplurals=%d; plural=%s;", len(categories), expression)
}

// fitting finds a condition that holds for those of the numbers for which is holds, and for no other.
func fitting(numbers []int, is func(int) bool) string {
	for _, c := range conditions {
		if !slices.ContainsFunc(numbers, func(n int) bool { return c.holds(n) != is(n) }) {
			return c.c
		}
	}
	return unionOf(numbers, is)
}

// unionOf lists numbers one by one, for the few languages whose rules are of no common kind (Breton, Cornish): true
// up to 200.
func unionOf(numbers []int, is func(int) bool) string {
	var parts []string
	for _, n := range numbers {
		if is(n) {
			parts = append(parts, fmt.Sprintf("n==%d", n))
		}
	}
	return strings.Join(parts, " || ")
}
