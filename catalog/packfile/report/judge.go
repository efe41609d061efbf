package report

import (
	"context"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
)

// Verdict is what was found out about one upload. It does not depend on the pack.
type Verdict struct {
	Err         error // the upload cannot be decoded; nothing else is set
	Examination assets.Examination
	Exports     []Made // nil until all were made
}

// Made is what became of an upload for one platform. The file itself is not kept.
type Made struct {
	Platform string
	Export   assets.Export
}

// judgingTime is how long one upload may take, from its turn on.
const judgingTime = 3 * time.Minute

// atOnce is how many uploads are judged at a time. The others wait unread.
const atOnce = 2

// remembered is how many verdicts are kept, some 4 KB each.
const remembered = 10_000

// Judge finds out about uploads, each once: what is found is remembered by the digest. All methods are
// safe for concurrent use.
type Judge struct {
	exporter assets.Exporter
	turns    chan struct{}
	shelf    *shelf

	mu       sync.Mutex
	verdicts map[assets.Digest]*file
}

// file is the verdict on one upload, as it comes about.
type file struct {
	verdict  Verdict
	examined chan struct{} // closed when Examination, or Err, is there
	made     chan struct{} // closed when all is there
}

// NewJudge returns a Judge that decodes with exporter. With nil it finds out nothing.
func NewJudge(exporter assets.Exporter) *Judge {
	return &Judge{exporter: exporter, turns: make(chan struct{}, atOnce), shelf: newShelf(shelfBytes), verdicts: map[assets.Digest]*file{}}
}

// Begin finds out about an upload in the background, unless that was done or is being done. What is to be seen
// in it may be known already; nil otherwise.
func (j *Judge) Begin(ctx context.Context, digest assets.Digest, seen *assets.Seen, read func(context.Context) ([]byte, error)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.exporter == nil || j.verdicts[digest] != nil {
		return
	}
	j.forget()
	f := &file{examined: make(chan struct{}), made: make(chan struct{})}
	j.verdicts[digest] = f
	go j.judge(context.WithoutCancel(ctx), digest, f, seen, read)
}

// forget makes room for one more. Any verdict will do: it can be had again.
func (j *Judge) forget() {
	for digest, f := range j.verdicts {
		if len(j.verdicts) < remembered {
			return
		}
		select {
		case <-f.made:
			delete(j.verdicts, digest)
		default:
		}
	}
}

func (j *Judge) judge(ctx context.Context, digest assets.Digest, f *file, seen *assets.Seen, read func(context.Context) ([]byte, error)) {
	examination, err := j.examine(ctx, seen, read)
	j.settle(f, Verdict{Err: err, Examination: examination}, f.examined)
	var made []Made
	if err == nil {
		made, err = j.export(ctx, digest, read, examination.Info.Animated)
	}
	j.settle(f, Verdict{err, examination, made}, f.made)
	if err != nil {
		j.retry(digest, err)
	}
}

// turn waits until an upload may be worked on. Whoever waits longest is next: after its examination an upload
// waits again, so that all are examined before any is exported.
func (j *Judge) turn(ctx context.Context) (context.Context, func()) {
	j.turns <- struct{}{}
	ctx, cancel := context.WithTimeoutCause(ctx, judgingTime, errJudgedTooLong)
	return ctx, func() {
		cancel()
		<-j.turns
	}
}

// examine returns what is to be seen in an upload. It is decoded where that is not known.
func (j *Judge) examine(ctx context.Context, seen *assets.Seen, read func(context.Context) ([]byte, error)) (assets.Examination, error) {
	ctx, done := j.turn(ctx)
	defer done()
	data, err := read(ctx)
	if err != nil {
		return assets.Examination{}, err
	}
	if seen == nil {
		return j.exporter.Examine(ctx, data)
	}
	info, err := assets.Inspect(data)
	return assets.Examination{Info: info, Seen: *seen}, err
}

// settle notes what is known now, and tells those who wait for it.
func (j *Judge) settle(f *file, v Verdict, known chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	f.verdict = v
	close(known)
}

// retry forgets a verdict that says nothing of the upload itself.
func (j *Judge) retry(digest assets.Digest, err error) {
	if refused(err) {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.verdicts, digest)
}

// verdict returns what is known of an upload by now; false when it was not even examined.
func (j *Judge) verdict(digest assets.Digest) (Verdict, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	f := j.verdicts[digest]
	if f == nil {
		return Verdict{}, false
	}
	select {
	case <-f.examined:
		return f.verdict, true
	default:
		return Verdict{}, false
	}
}

// Wait returns the verdict on an upload that Begin was called for, when all of it is there.
func (j *Judge) Wait(ctx context.Context, digest assets.Digest) (Verdict, error) {
	j.mu.Lock()
	f := j.verdicts[digest]
	j.mu.Unlock()
	if f == nil {
		return Verdict{}, nil
	}
	select {
	case <-f.made:
		j.mu.Lock()
		defer j.mu.Unlock()
		return f.verdict, nil
	case <-ctx.Done():
		return Verdict{}, ctx.Err()
	}
}

// export makes an upload for all platforms that take its kind.
func (j *Judge) export(ctx context.Context, digest assets.Digest, read func(context.Context) ([]byte, error), animated bool) ([]Made, error) {
	ctx, done := j.turn(ctx)
	defer done()
	var made []Made
	var targets []assets.Target
	for _, platform := range profile.All() {
		target, takes := platform.Target(animated)
		if !takes || platform.ID == profile.Own {
			continue
		}
		made = append(made, Made{Platform: platform.ID})
		targets = append(targets, target)
	}
	exports, err := j.Make(ctx, digest, read, targets)
	if err != nil {
		return nil, err
	}
	for i := range made {
		made[i].Export = exports[i]
		made[i].Export.Image.Data = nil
	}
	return made, nil
}
