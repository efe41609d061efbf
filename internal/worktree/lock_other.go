//go:build !unix

package worktree

import "os"

// lock does nothing where files cannot be locked: one server looks after a clone.
func lock(*os.File) error { return nil }
