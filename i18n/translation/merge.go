package translation

// Side says where a message was changed since two sides last said the same of it.
type Side string

// The sides.
const (
	Neither Side = ""       // both say the same
	Ours    Side = "ours"   // we alone changed it
	Theirs  Side = "theirs" // they alone
	Both    Side = "both"   // each to another text
)

// Changed judges by revisions where a message was changed: by the one that both sides had last, ours and theirs.
// Messages are merged by it, never lines.
func Changed(base, ours, theirs string) Side {
	switch {
	case ours == theirs:
		return Neither
	case base == theirs:
		return Ours
	case base == ours:
		return Theirs
	}
	return Both
}
