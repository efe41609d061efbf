package app

import (
	"context"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/web/v1"
	"github.com/hallyu-store/hallyu/internal/worktree"
)

// openTree finds the git work tree that the locale files are in; nil when the operator wants none kept.
func openTree(c *config.Config, t *tied, words *translation.Service) (*worktree.Tree, error) {
	if !c.LocalesGit {
		return nil, nil
	}
	tree, err := worktree.Open(context.Background(), worktree.Config{
		Folder: c.LocalesFolder(), Words: t.words, History: t.db.Revisions(), Log: t.log,
		Author: func(ctx context.Context, account string) (name, mail string) {
			found, err := t.accounts.Account(ctx, account)
			if err != nil { // an account that is gone, or a program's key
				return "hallyu", "hallyu@localhost"
			}
			name, _, _ = strings.Cut(found.Email, "@")
			return name, found.Email
		},
		Reach: gitFailpoint,
		Lost: func(ctx context.Context, part translation.Part, forms translation.Forms) {
			err := words.GiveWay(ctx, part, forms)
			if err != nil {
				t.log.Error("conflict not on record", "project", part.Project, "locale", part.Locale, "message", part.Message, "error", err)
			}
		},
	})
	if err != nil {
		return nil, config.ErrInvalid.With("name", "HALLYU_LOCALES_GIT", "value", "true").Because(err)
	}
	return tree, nil
}

// git is the work tree for those who bring it in step; nil when there is none.
func (t *tied) git() v1.Git {
	if t.tree == nil {
		return nil
	}
	return t.tree
}

// gitFigures tells how far the work tree is in step.
func gitFigures(out chan<- prometheus.Metric, tree *worktree.Tree) {
	standing := worktree.Standing{}
	if tree != nil {
		standing = tree.Standing()
	}
	tell(out, descGitFetched, seconds(standing.Fetched))
	tell(out, descGitPushed, seconds(standing.Pushed))
	for _, step := range worktree.Steps() {
		count(out, descGitFailures, int64(standing.Failures[step]), string(step))
	}
}

// keepInGit keeps the locale files in step with their repository until ctx is done.
func (t *tied) keepInGit(ctx context.Context) error {
	if t.tree == nil {
		return nil
	}
	return t.tree.Run(ctx, time.Tick(worktree.Every))
}
