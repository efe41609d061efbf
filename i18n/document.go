package i18n

import (
	"crypto/sha256"
	"path"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// document is a locale file as it was read last, with what was good of it.
type document struct {
	project string
	version string // of the file, where a layer knows versions
	hash    [sha256.Size]byte
	file    check.File
	rules   *message.Rules
	good    map[string]*Message // the messages that were taken from it, by id
	held    map[string]*Message // the messages that are held back for an error, by id

	verdicts []verdict      // on the file's messages, in their order
	settings *check.Project // of the file that says what the project is; nil for files of messages
}

// next returns the document for new bytes of the file; it is d itself when they are the same. d may be nil.
func (d *document) next(project, name string, data []byte) *document {
	hash := sha256.Sum256(data)
	if d != nil && d.hash == hash {
		return d
	}
	if path.Base(name) == check.ProjectFile {
		settings, findings := check.ReadProject(name, data)
		return &document{project: project, hash: hash, file: check.File{Name: name, Findings: findings}, settings: &settings}
	}
	return d.succeed(&document{project: project, hash: hash, file: check.Reread(name, data, check.Known{Messages: d.messages()})})
}

// nextOf is next for a file of messages that was read already.
func (d *document) nextOf(project string, read *format.Document) *document {
	hash := sha256.Sum256(read.Data())
	if d != nil && d.hash == hash {
		return d
	}
	known := check.Known{Root: read.Root(), Messages: d.messages()}
	return d.succeed(&document{project: project, hash: hash, file: check.Reread(read.Name(), read.Data(), known)})
}

func (d *document) messages() []*Message {
	if d == nil {
		return nil
	}
	return d.file.Messages
}

// succeed gives a document what is known of its messages from the one before.
func (d *document) succeed(n *document) *document {
	n.rules, _ = message.RulesOf(n.file.Locale) // a file in a locale without rules is broken and has no messages
	n.verdicts = make([]verdict, len(n.file.Messages))
	if d != nil {
		n.good = d.good
		n.keep(d)
	}
	return n
}

// keep gives messages that are as they were the identity and the verdict that they had, so that whoever knows one
// knows that nothing has changed. Messages stand in the order of their ids.
func (d *document) keep(before *document) {
	old := 0
	for i, m := range d.file.Messages {
		for old < len(before.file.Messages) && before.file.Messages[old].ID < m.ID {
			old++
		}
		if old == len(before.file.Messages) {
			return
		}
		if was := before.file.Messages[old]; was == m || was.Equal(m) {
			d.file.Messages[i], d.verdicts[i] = was, before.verdicts[old]
		}
	}
}

// verdict is what a message was found to be beside its original in the source locale.
type verdict struct {
	known    bool
	failed   bool
	original *Message
	findings []check.Finding // without a place
}

// judge checks a message beside its original, which is nil in the source locale. What a project says of itself changes
// no error, so it is not asked here.
func (d *document) judge(m, original *Message) verdict {
	findings := check.Judge(check.Case{Message: m, Source: original, Rules: d.rules, Locale: d.file.Locale})
	return verdict{known: true, failed: check.Failed(findings), original: original, findings: findings}
}

// fewJudged is how many messages one goroutine judges as quickly as several.
const fewJudged = 256

// judgeAll judges the file's messages, side by side where there are many. While neither a message nor its original
// changes its verdict stands.
func (d *document) judgeAll(originals map[string]*Message) {
	judge := func(from, to int) {
		for i := from; i < to; i++ {
			m := d.file.Messages[i]
			if original := originals[m.ID]; !d.verdicts[i].known || d.verdicts[i].original != original {
				d.verdicts[i] = d.judge(m, original)
			}
		}
	}
	total := len(d.file.Messages)
	share := max(total/runtime.GOMAXPROCS(0)+1, fewJudged)
	if share > total {
		judge(0, total)
		return
	}
	var group errgroup.Group
	for from := 0; from < total; from += share {
		group.Go(func() error {
			judge(from, min(from+share, total))
			return nil
		})
	}
	_ = group.Wait() // none of them returns an error
}

// take chooses the messages that go live: those of the file that have no error, and for the others the last
// good one. It returns them by id, notes them as good, and gives what was found.
func (d *document) take(originals map[string]*Message) (map[string]*Message, []check.Finding) {
	d.judgeAll(originals)
	taken := make(map[string]*Message, len(d.file.Messages))
	var findings []check.Finding
	var fallen []string
	d.held = map[string]*Message{}
	for i, m := range d.file.Messages {
		v := d.verdicts[i]
		findings = append(findings, v.findings...)
		if v.failed {
			fallen = append(fallen, m.ID)
			d.held[m.ID] = m
			continue
		}
		taken[m.ID] = m
	}
	for _, id := range append(fallen, d.missing()...) {
		if m := d.good[id]; m != nil && !d.judge(m, originals[id]).failed {
			taken[id] = m
		}
	}
	d.good = taken
	return taken, d.file.Locate(findings)
}

// speaks reports whether the document has messages, or had one when it was last good that cannot be read now.
func (d *document) speaks() bool {
	return len(d.file.Messages) > 0 || slices.ContainsFunc(d.missing(), func(id string) bool { return d.good[id] != nil })
}

// missing lists the ids that the file should have and that could not be read.
func (d *document) missing() []string {
	if !d.file.Broken {
		return d.file.Held
	}
	ids := make([]string, 0, len(d.good))
	for id := range d.good {
		ids = append(ids, id)
	}
	return ids
}
