package worker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// reply is what a child made of an upload, or why it could not.
type reply struct {
	derived assets.Derived
	failure error
}

// head is the first frame of a reply. Files are named by their place among those that follow.
type head struct {
	Fault     string         `json:"fault,omitempty"` // code of the fault that refuses the upload
	Facts     map[string]any `json:"facts,omitempty"`
	Failure   string         `json:"failure,omitempty"` // an error that is no fault
	Files     []file         `json:"files,omitempty"`
	Roles     roles          `json:"roles"`
	ThumbHash []byte         `json:"thumbhash,omitempty"`
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
	if f := fault.As(r.failure); f != nil {
		return head{Fault: f.Code(), Facts: f.Facts()}, nil
	}
	if r.failure != nil {
		return head{Failure: r.failure.Error()}, nil
	}
	files := r.derived.Images()
	place := func(i assets.Image) int {
		for at, f := range files {
			if f.Name == i.Name {
				return at
			}
		}
		return -1
	}
	d := r.derived
	h := head{ThumbHash: d.ThumbHash, Roles: roles{
		Master: place(d.Master), Still: place(d.Still), StillSmall: place(d.StillSmall), Thumb: place(d.Thumb),
	}}
	for _, i := range d.Ladder {
		h.Roles.Ladder = append(h.Roles.Ladder, place(i))
	}
	for _, i := range d.Previews {
		h.Roles.Previews = append(h.Roles.Previews, place(i))
	}
	for _, f := range files {
		h.Files = append(h.Files, file{f.Name.Format, f.Width, f.Height, f.Animated, f.Duration})
	}
	return h, files
}

// readReply is what the server calls. The child may have been taken over by an upload: it is believed
// nothing that can be checked. Any error means that the child is not to be used again.
func readReply(r io.Reader) (reply, error) {
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
	return h.reply(files)
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

// reply gives the files their roles.
func (h head) reply(files []assets.Image) (reply, error) {
	missing := false
	at := func(place int) assets.Image {
		if place < 0 || place >= len(files) {
			missing = true
			return assets.Image{}
		}
		return files[place]
	}
	d := assets.Derived{
		Master: at(h.Roles.Master), Still: at(h.Roles.Still), StillSmall: at(h.Roles.StillSmall), Thumb: at(h.Roles.Thumb),
		ThumbHash: h.ThumbHash,
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
