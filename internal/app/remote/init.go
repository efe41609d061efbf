package remote

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// ErrPackThere says that the folder has a pack.yaml already, which is not written over.
var ErrPackThere = errors.New("the folder has a " + packfile.Name + " already")

type packInit struct {
	Dir     string `arg:"" type:"existingdir" help:"Folder with the images."`
	Creator string `required:"" help:"Slug of the creator, as the operator registered you."`
	Locale  string `default:"en" help:"Language that you write in (BCP 47)."`
}

// picture are names of files that may be stickers.
var picture = regexp.MustCompile(`(?i)\.(png|apng|gif|jpe?g|webp)$`)

// unfit are the characters that slugs and shortcodes do not have.
var unfit = regexp.MustCompile(`[^A-Za-z0-9]+`)

// Run writes a pack.yaml that names every image of the folder, in the order of their names.
func (p packInit) Run(t Terminal) error {
	entries, err := os.ReadDir(p.Dir)
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(p.Dir)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir, packfile.Name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return t.fail(ErrPackThere, "cli.present", "Path", filepath.Join(p.Dir, packfile.Name))
	}
	if err != nil {
		return err
	}
	text, n := p.text(filepath.Base(dir), entries)
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Close())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.Stdout, "%s\n%s\n", t.t("cli.made", "File", packfile.Name, "Count", n), t.t("cli.made_next", "Command", "hallyu pack check "+p.Dir))
	return err
}

// text is the pack.yaml of a folder of that name, and how many images it names.
func (p packInit) text(name string, entries []fs.DirEntry) (text string, n int) {
	slug := strings.ToLower(strings.Trim(unfit.ReplaceAllString(name, "-"), "-"))
	var out strings.Builder
	fmt.Fprintf(&out, "slug: %q\ncreator: %q\nusage: sticker\nsource_locale: %q\ntitle: {%s: %q}\nstickers:\n", slug, p.Creator, p.Locale, p.Locale, name)
	for _, entry := range entries {
		if entry.IsDir() || !picture.MatchString(entry.Name()) {
			continue
		}
		n++
		shortcode := strings.Trim(unfit.ReplaceAllString(picture.ReplaceAllString(entry.Name(), ""), "_"), "-_")
		fmt.Fprintf(&out, "  - file: %q\n    shortcode: %q\n    emoji: []\n    # alt: {%s: …}\n", entry.Name(), shortcode, p.Locale)
	}
	return out.String(), n
}
