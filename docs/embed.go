// Package docs holds the guides, and gives the program those parts that it answers itself.
package docs

import _ "embed"

// Problems is problems.md: a section for each problem that the API answers with, its heading the code.
//
//go:embed problems.md
var Problems string
