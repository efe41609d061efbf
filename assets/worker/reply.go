package worker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// reply is what a child made of an upload, or why it could not.
type reply struct {
	derived     assets.Derived
	examination assets.Examination
	exports     []assets.Export
	failure     error
}

// head is the first frame of a reply. Files are named by their place among those that follow.
type head struct {
	Fault     string         `json:"fault,omitempty"` // code of the fault that refuses the upload
	Facts     map[string]any `json:"facts,omitempty"`
	Failure   string         `json:"failure,omitempty"` // an error that is no fault
	Files     []file         `json:"files,omitempty"`
	Roles     *roles         `json:"roles,omitempty"` // of what was derived
	ThumbHash []byte         `json:"thumbhash,omitempty"`
	Seen      *assets.Seen   `json:"seen,omitempty"`

	Examination *assets.Examination `json:"examination,omitempty"`
	Exports     []export            `json:"exports,omitempty"`
}

// export is what became of one target. Its file is that of the same place among those that were made.
type export struct {
	Made     bool            `json:"made,omitempty"`
	Obstacle assets.Obstacle `json:"obstacle,omitempty"`
	Passes   []assets.Pass   `json:"passes,omitempty"`
	Frames   int             `json:"frames,omitempty"`
	Colours  int             `json:"colours,omitempty"`
	Lightest int64           `json:"lightest,omitempty"`
}

// file says what a file is.
type file struct {
	Format   assets.Format `json:"format"`
	Width    int           `json:"width"`
	Height   int           `json:"height"`
	Animated bool          `json:"animated,omitempty"`
	Duration time.Duration `json:"duration,omitempty"`
}

// roles says which file is which.
type roles struct {
	Master     int   `json:"master"`
	Still      int   `json:"still"`
	StillSmall int   `json:"still_small"`
	Thumb      int   `json:"thumb"`
	Ladder     []int `json:"ladder"`
	Previews   []int `json:"previews"`
}

// maxFiles is how many files a reply has at most.
const maxFiles = 32

// writeReply is what the child calls.
func writeReply(w io.Writer, r reply) error {
	h, files := headOf(r)
	text, err := json.Marshal(h)
	if err == nil {
		err = writeFrame(w, text)
	}
	for _, f := range files {
		if err == nil {
			err = writeFrame(w, f.Data)
		}
	}
	return err
}

func headOf(r reply) (head, []assets.Image) {
	switch f := fault.As(r.failure); {
	case f != nil:
		return head{Fault: f.Code(), Facts: f.Facts()}, nil
	case r.failure != nil:
		return head{Failure: r.failure.Error()}, nil
	case r.exports != nil:
		return headOfExports(r.exports)
	case r.derived.Master.Data == nil:
		return head{Examination: &r.examination}, nil
	}
	return headOfDerived(r.derived)
}

func headOfDerived(d assets.Derived) (head, []assets.Image) {
	files := d.Images()
	place := func(i assets.Image) int {
		return slices.IndexFunc(files, func(f assets.Image) bool { return f.Name == i.Name })
	}
	places := func(all []assets.Image) (at []int) {
		for _, i := range all {
			at = append(at, place(i))
		}
		return at
	}
	return head{Files: described(files), ThumbHash: d.ThumbHash, Seen: d.Seen, Roles: &roles{
		Master: place(d.Master), Still: place(d.Still), StillSmall: place(d.StillSmall), Thumb: place(d.Thumb),
		Ladder: places(d.Ladder), Previews: places(d.Previews),
	}}, files
}

func headOfExports(exports []assets.Export) (head, []assets.Image) {
	var h head
	var files []assets.Image
	for _, e := range exports {
		h.Exports = append(h.Exports, export{e.Image.Data != nil, e.Obstacle, e.Passes, e.Frames, e.Colours, e.Lightest})
		if e.Image.Data != nil {
			files = append(files, e.Image)
		}
	}
	h.Files = described(files)
	return h, files
}

func described(files []assets.Image) []file {
	var all []file
	for _, f := range files {
		all = append(all, file{f.Name.Format, f.Width, f.Height, f.Animated, f.Duration})
	}
	return all
}

// readReply is what the server calls. The child may have been taken over by an upload: it is believed
// nothing that can be checked. Any error means that the child is not to be used again.
func readReply(r io.Reader, j job) (reply, error) {
	text, err := readFrame(r, maxHead)
	if err != nil {
		return reply{}, err
	}
	var h head
	numbers := json.NewDecoder(bytes.NewReader(text))
	numbers.UseNumber()
	err = numbers.Decode(&h)
	switch {
	case err != nil:
		return reply{}, err
	case h.Fault != "":
		return refusal(h)
	case h.Failure != "":
		return reply{failure: fmt.Errorf("worker: %s", h.Failure)}, nil
	}
	files, err := readFiles(r, h.Files)
	if err != nil {
		return reply{}, err
	}
	switch j.Do {
	case exportJob:
		return h.exported(files, j.Targets)
	case examineJob:
		return h.examined()
	}
	return h.derived(files)
}

// refusal puts a fault together again.
func refusal(h head) (reply, error) {
	for _, known := range fault.All() {
		if known.Code() != h.Fault {
			continue
		}
		for name, value := range h.Facts {
			known = known.With(name, plain(value))
		}
		return reply{failure: known}, nil
	}
	return reply{}, fmt.Errorf("%w: a fault %q", errFrame, h.Fault)
}

// plain makes a whole number of what JSON has as a number.
func plain(value any) any {
	if number, is := value.(json.Number); is {
		if n, err := number.Int64(); err == nil {
			return n
		}
	}
	return value
}

func readFiles(r io.Reader, described []file) ([]assets.Image, error) {
	if len(described) > maxFiles {
		return nil, fmt.Errorf("%w: %d files", errFrame, len(described))
	}
	var files []assets.Image
	for _, f := range described {
		data, err := readFrame(r, maxFile)
		if err != nil {
			return nil, err
		}
		info, err := assets.Inspect(data)
		if err != nil {
			return nil, err
		}
		if info.Format != f.Format || info.Width != f.Width || info.Height != f.Height || info.Animated != f.Animated ||
			len(info.Metadata) > 0 {
			return nil, fmt.Errorf("%w: a file that is not what it is said to be", errFrame)
		}
		files = append(files, assets.Image{
			Data: data, Name: assets.NameOf(data, f.Format),
			Width: f.Width, Height: f.Height, Animated: f.Animated, Duration: f.Duration,
		})
	}
	return files, nil
}

// examined is a reply without files.
func (h head) examined() (reply, error) {
	if h.Examination == nil || len(h.Files) > 0 {
		return reply{}, fmt.Errorf("%w: no examination", errFrame)
	}
	return reply{examination: *h.Examination}, nil
}

// exported gives the files to the targets that they were made for.
func (h head) exported(files []assets.Image, targets []assets.Target) (reply, error) {
	if len(h.Exports) != len(targets) {
		return reply{}, fmt.Errorf("%w: %d exports for %d targets", errFrame, len(h.Exports), len(targets))
	}
	r := reply{exports: make([]assets.Export, len(targets))}
	for i, e := range h.Exports {
		made := assets.Export{Obstacle: e.Obstacle, Passes: e.Passes, Frames: e.Frames, Colours: e.Colours, Lightest: e.Lightest}
		if e.Made != (e.Obstacle == "") || e.Made && (len(files) == 0 || !targets[i].Takes(files[0])) {
			return reply{}, fmt.Errorf("%w: an export that its platform does not take", errFrame)
		}
		if e.Made {
			made.Image, files = files[0], files[1:]
		}
		r.exports[i] = made
	}
	return r, nil
}

// derived gives the files their roles.
func (h head) derived(files []assets.Image) (reply, error) {
	missing := h.Roles == nil
	if missing {
		h.Roles = &roles{}
	}
	at := func(place int) assets.Image {
		if place < 0 || place >= len(files) {
			missing = true
			return assets.Image{}
		}
		return files[place]
	}
	d := assets.Derived{
		Master: at(h.Roles.Master), Still: at(h.Roles.Still), StillSmall: at(h.Roles.StillSmall), Thumb: at(h.Roles.Thumb),
		ThumbHash: h.ThumbHash, Seen: h.Seen,
	}
	for _, place := range h.Roles.Ladder {
		d.Ladder = append(d.Ladder, at(place))
	}
	for _, place := range h.Roles.Previews {
		d.Previews = append(d.Previews, at(place))
	}
	if missing || len(h.Roles.Ladder)+len(h.Roles.Previews) > maxFiles {
		return reply{}, fmt.Errorf("%w: a file that is missing", errFrame)
	}
	return reply{derived: d}, nil
}
