package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// source is the folder that holds the unpacked packages.
type source struct{ folder string }

// node is a part of a JSON document; absent parts are empty nodes, so paths need no checks.
type node struct{ value any }

// read opens a file of a package, as "core/supplemental/likelySubtags.json", and goes down the path.
func (s source) read(file string, path ...string) (node, error) {
	data, err := os.ReadFile(filepath.Join(s.folder, "cldr-"+file))
	if err != nil {
		return node{}, err
	}
	var value any
	err = json.Unmarshal(data, &value)
	if err != nil {
		return node{}, fmt.Errorf("%s: %w", file, err)
	}
	return node{value}.at(path...), nil
}

// locales lists the locales that a package has, in no order.
func (s source) locales(pkg string) (map[string]bool, error) {
	entries, err := os.ReadDir(filepath.Join(s.folder, "cldr-"+pkg, "main"))
	if err != nil {
		return nil, err
	}
	have := make(map[string]bool, len(entries))
	for _, e := range entries {
		have[e.Name()] = true
	}
	return have, nil
}

func (n node) at(path ...string) node {
	for _, key := range path {
		m, _ := n.value.(map[string]any)
		n = node{m[key]}
	}
	return n
}

func (n node) text() string {
	s, _ := n.value.(string)
	return s
}

func (n node) fields() map[string]any {
	m, _ := n.value.(map[string]any)
	return m
}

func (n node) list() []any {
	l, _ := n.value.([]any)
	return l
}
