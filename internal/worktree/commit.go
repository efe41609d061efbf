package worktree

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// lookBack is how many revisions of a message are searched for who wrote its text.
const lookBack = 10

// commit makes commits of what translators wrote since the last one, one for each of them. What somebody else changed
// in the files is left to them.
func (t *Tree) commit(ctx context.Context) error {
	out, err := t.git(ctx, nil, "ls-files", "--modified", "--others", "--exclude-standard", "--", t.prefix+".")
	if err != nil {
		return err
	}
	written := map[string]map[string][]string{} // ids by account and path
	for _, path := range lines(out) {
		project, locale, ours := t.place(path)
		if !ours {
			continue
		}
		err = t.authors(ctx, path, project, locale, written)
		if err != nil {
			return err
		}
	}
	for _, account := range slices.Sorted(maps.Keys(written)) {
		err = t.commitOf(ctx, account, written[account])
		if err != nil {
			return err
		}
	}
	return nil
}

// authors finds who wrote what of a file is not committed yet.
func (t *Tree) authors(ctx context.Context, path, project string, locale i18n.Locale, written map[string]map[string][]string) error {
	data, err := t.onDisk(path)
	if err != nil {
		return err
	}
	head := t.blob(ctx, "HEAD", path)
	s, err := sidesOf(path, head, data, head)
	if err != nil {
		return nil // half-written by somebody else: it is theirs to finish
	}
	for _, id := range s.changed(translation.Ours) {
		part := translation.Part{Project: project, Locale: locale, Message: id}
		history, err := t.History.History(ctx, part, 0, lookBack)
		if err != nil {
			return err
		}
		for _, r := range history {
			if r.Origin.Writes() && translation.RevisionOf(r.Forms) == translation.RevisionOf(s.ours[id]) {
				if written[r.Account] == nil {
					written[r.Account] = map[string][]string{}
				}
				written[r.Account][path] = append(written[r.Account][path], id)
				break
			}
		}
	}
	return nil
}

// commitOf commits what one account wrote.
func (t *Tree) commitOf(ctx context.Context, account string, ids map[string][]string) error {
	files := map[string][]byte{}
	var names []string
	for path, changed := range ids {
		disk, err := t.onDisk(path)
		if err != nil {
			return err
		}
		head := t.blob(ctx, "HEAD", path)
		texts, err := messagesOf(path, disk)
		if err != nil {
			return err
		}
		files[path] = disk // a new file is committed as it is: who wrote its first message made it
		if head != nil {
			files[path], err = write(path, head, changed, texts)
			if err != nil {
				return err
			}
		}
		names = append(names, strings.TrimPrefix(path, t.prefix))
	}
	slices.Sort(names)
	head, err := t.head(ctx)
	if err != nil {
		return err
	}
	tree, err := t.treeWith(ctx, head, files)
	if err != nil {
		return err
	}
	if before, err := t.git(ctx, nil, "rev-parse", head+"^{tree}"); err != nil || before == tree {
		return err // another's commit has it already
	}
	author := by{}
	author.name, author.mail = t.Author(ctx, account)
	next, err := t.git(ctx, author.env(), "commit-tree", tree, "-p", head, "-m", "Words of "+strings.Join(names, ", "))
	if err == nil {
		t.Reach("git.commit")
		_, err = t.git(ctx, nil, "update-ref", "-m", "hallyu: words", "HEAD", next, head)
	}
	if err == nil {
		t.Reach("git.committed")
		_, err = t.git(ctx, nil, append([]string{"reset", "--quiet", "--"}, slices.Sorted(maps.Keys(files))...)...)
	}
	return err
}

var errNoCommit = errors.New("the repository has no commit yet; make the first one by hand")

func (t *Tree) head(ctx context.Context) (string, error) {
	head, err := t.git(ctx, nil, "rev-parse", "--verify", "--quiet", "HEAD")
	if err != nil {
		return "", errNoCommit
	}
	return head, nil
}
