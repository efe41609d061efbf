package worker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

// What a child can be asked to do with an upload.
const (
	deriveJob  = "derive"
	examineJob = "examine"
	exportJob  = "export"
)

// job is what a child is asked: a frame of JSON, after which the upload comes.
type job struct {
	Do      string          `json:"do"`
	Targets []assets.Target `json:"targets,omitempty"` // of an export
}

// maxTargets is how many files one export makes at most; a reply holds no more.
const maxTargets = maxFiles

// cpu is how long a child may compute for the job.
func (j job) cpu() time.Duration {
	if j.Do == exportJob {
		return ExportCPULimit
	}
	return CPULimit
}

// writeJob is what the server calls.
func writeJob(w io.Writer, j job, data []byte) error {
	text, err := json.Marshal(j)
	if err == nil {
		err = writeFrame(w, text)
	}
	if err == nil {
		err = writeFrame(w, data)
	}
	return err
}

// readJob is what the child calls. io.EOF says that there is none.
func readJob(r io.Reader) (job, []byte, error) {
	text, err := readFrame(r, maxHead)
	if err != nil {
		return job{}, nil, err
	}
	var j job
	err = json.NewDecoder(bytes.NewReader(text)).Decode(&j)
	if err != nil {
		return job{}, nil, err
	}
	data, err := readFrame(r, assets.DefaultBudget.Bytes)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return j, data, err
}

// hand is what does the jobs in a child.
type hand struct {
	deriver  assets.Deriver
	exporter assets.Exporter
}

// do does one job.
func (h hand) do(ctx context.Context, j job, data []byte) (r reply) {
	switch j.Do {
	case deriveJob:
		r.derived, r.failure = h.deriver.Derive(ctx, data)
	case examineJob:
		r.examination, r.failure = h.exporter.Examine(ctx, data)
	case exportJob:
		r.exports, r.failure = h.exporter.Export(ctx, data, j.Targets)
	default:
		r.failure = errFrame
	}
	return r
}
