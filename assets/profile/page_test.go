package profile_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets/profile"
)

var write = flag.Bool("write", false, "write docs/platforms.md anew")

const (
	pagePath = "../../docs/platforms.md"
	pageHead = `# What other platforms take

Every limit that the report on a pack knows, with the page or the repository and file that it comes from. The files
are ` + "`assets/profile/*.json`" + `; this page is made of them by ` + "`go test ./assets/profile -run Page -write`" + `. Platforms change
their limits without notice: where you find one that is wrong, correct the file and name your source.
`
)

// TestPageIsMadeOfTheProfiles keeps docs/platforms.md as true as the data.
func TestPageIsMadeOfTheProfiles(t *testing.T) {
	want := page()
	if *write {
		if err := os.WriteFile(pagePath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(pagePath)
	if err != nil || string(got) != want {
		t.Errorf("docs/platforms.md is not what the profiles say (%v): run go test ./assets/profile -run Page -write", err)
	}
}

func page() string {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, p := range profile.All() {
		fmt.Fprintf(&b, "\n## %s (`%s`)\n\n", p.Name, p.ID)
		if p.Note != "" {
			fmt.Fprintf(&b, "%s.\n\n", p.Note)
		}
		b.WriteString("| of | what | limit | source | note |\n|---|---|---|---|---|\n")
		table(&b, "pack", p.Pack)
		table(&b, "still", p.Still)
		table(&b, "moving", p.Moving)
	}
	return b.String()
}

func table(b *strings.Builder, of string, limits []profile.Limit) {
	for _, l := range limits {
		note := l.Note
		if l.Wide > 1 {
			note = "Chinese, Japanese and Korean characters count twice"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", of, l.Of, strings.ReplaceAll(l.String(), "|", `\|`), l.Source, note)
	}
}
