package main

import (
	"fmt"
	"strings"
	"time"
)

// Table is a table of Markdown.
type Table struct {
	Head []string
	rows [][]string
}

// Add adds a row, formatted as a reader wants it: durations in ms, numbers from 100 without decimals.
func (t *Table) Add(cells ...any) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = format(cell)
	}
	t.rows = append(t.rows, row)
}

func format(cell any) string {
	switch value := cell.(type) {
	case time.Duration:
		return fmt.Sprintf("%.2f ms", value.Seconds()*1000)
	case float64:
		if value >= 100 {
			return fmt.Sprintf("%.0f", value)
		}
		return fmt.Sprintf("%.2f", value)
	}
	return fmt.Sprint(cell)
}

// Table prints a table, with an empty line before it.
func (b *Bench) Table(t Table) {
	b.Printf("\n| %s |\n|%s\n", strings.Join(t.Head, " | "), strings.Repeat("---|", len(t.Head)))
	for _, row := range t.rows {
		b.Printf("| %s |\n", strings.Join(row, " | "))
	}
}
