package worktree

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/translation"
)

// unite brings the branch and what others pushed together. ahead says that there is something to push.
func (t *Tree) unite(ctx context.Context, upstream string) (ahead bool, err error) {
	head, err := t.head(ctx)
	if err != nil {
		return false, err
	}
	theirs, err := t.git(ctx, nil, "rev-parse", upstream)
	if err != nil || head == theirs {
		return false, err
	}
	base, err := t.git(ctx, nil, "merge-base", head, theirs)
	switch {
	case err != nil:
		return false, fmt.Errorf("nothing in common with %s: %w", upstream, err)
	case base == theirs:
		return true, nil
	case base == head:
		return false, t.move(ctx, head, theirs)
	}
	gave, next, err := t.merge(ctx, base, head, theirs)
	if err == nil {
		err = t.noteLost(next, gave)
	}
	if err == nil {
		t.Reach("git.merged")
		err = t.move(ctx, head, next)
	}
	return true, err
}

// merge makes the commit that follows both: files of messages are merged by message, all others as git merges them. A
// message that both changed says what the others wrote.
func (t *Tree) merge(ctx context.Context, base, ours, theirs string) ([]lost, string, error) {
	files, gave, err := t.mergeMessages(ctx, base, ours, theirs)
	if err != nil {
		return nil, "", err
	}
	out, err := t.git(ctx, nil, "merge-tree", "--write-tree", "--name-only", "--no-messages", ours, theirs)
	listed := lines(out)
	if len(listed) == 0 || len(listed[0]) < 40 {
		return nil, "", fmt.Errorf("merge: %w", err)
	}
	for _, path := range listed[1:] {
		if _, merged := files[path]; path != "" && !merged {
			return nil, "", fmt.Errorf("%s was changed on both sides: merge it by hand", path)
		}
	}
	tree, err := t.treeWith(ctx, listed[0], files)
	if err != nil {
		return nil, "", err
	}
	next, err := t.git(ctx, by{"hallyu", "hallyu@localhost"}.env(), "commit-tree", tree, "-p", ours, "-p", theirs, "-m", "Merge words by message")
	return gave, next, err
}

// mergeMessages merges the files of messages that both sides changed.
func (t *Tree) mergeMessages(ctx context.Context, base, ours, theirs string) (map[string][]byte, []lost, error) {
	one, err := t.git(ctx, nil, "diff", "--name-only", base, ours)
	if err != nil {
		return nil, nil, err
	}
	other, err := t.git(ctx, nil, "diff", "--name-only", base, theirs)
	if err != nil {
		return nil, nil, err
	}
	files, gave := map[string][]byte{}, []lost{}
	for _, path := range lines(one) {
		project, locale, messages := t.place(path)
		if !messages || !slices.Contains(lines(other), path) {
			continue
		}
		mine, their := t.blob(ctx, ours, path), t.blob(ctx, theirs, path)
		s, err := sidesOf(path, t.blob(ctx, base, path), mine, their)
		if err != nil {
			return nil, nil, err
		}
		if their == nil {
			their = mine // they took the file away, and we went on with it
		}
		files[path], err = write(path, their, s.changed(translation.Ours), s.ours)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range s.changed(translation.Both) {
			gave = append(gave, lost{translation.Part{Project: project, Locale: locale, Message: id}, s.ours[id]})
		}
	}
	return files, gave, nil
}

// String names the work tree for logs.
func (t *Tree) String() string { return strings.TrimSuffix(t.top+"/"+t.prefix, "/") }
