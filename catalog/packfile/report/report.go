package report

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
)

// Part of the canvas below which a picture is nearly empty, and part of the fullest frame's that the
// first frame must show to stand for the whole.
const (
	faint   = 0.01
	partial = 0.6
)

// Report is what is known of a pack.
type Report struct {
	Findings []packfile.Finding // errors first, then warnings
	Examined int                // pictures that were looked at
	Done     int                // pictures of which all is known
	Total    int
}

// Known reports what the judge knows of a pack's pictures by now, and what its words and numbers tell.
// The findings that packfile.Ready has are not among them.
func (j *Judge) Known(p Pack) Report {
	r := Report{Total: len(p.Pictures), Findings: Words(p)}
	prints := []seen{}
	obstacles := map[string]int{}
	for _, picture := range p.Pictures {
		verdict, examined := j.verdict(picture.Digest)
		if !examined {
			continue
		}
		r.Examined++
		at := packfile.At{File: picture.File, Sticker: picture.Sticker}
		if verdict.Err != nil {
			r.Done++
			r.Findings = append(r.Findings, packfile.Broken(at.File, at.Sticker, verdict.Err))
			continue
		}
		if verdict.Exports != nil {
			r.Done++
		}
		if picture.File == "" { // of a file in a folder it was said when the folder was read
			r.Findings = append(r.Findings, packfile.Remarks(at, verdict.Examination.Info)...)
		}
		r.Findings = append(r.Findings, drawn(at, verdict.Examination)...)
		r.Findings = append(r.Findings, lookalikes(at, picture, verdict.Examination.Print, prints)...)
		prints = append(prints, seen{picture, verdict.Examination.Print})
		r.Findings = append(r.Findings, made(at, verdict, obstacles)...)
	}
	if r.Done == r.Total {
		r.Findings = append(r.Findings, ready(p, obstacles)...)
	}
	Sort(r.Findings)
	return r
}

// Sort puts errors first, then warnings; the store's own before those of other platforms.
func Sort(findings []packfile.Finding) {
	rank := func(f packfile.Finding) int {
		return slices.Index([]packfile.Severity{packfile.Error, packfile.Warn, packfile.Info}, f.Severity)
	}
	foreign := func(f packfile.Finding) int {
		if f.Platform == packfile.Platform {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(findings, func(a, b packfile.Finding) int {
		return cmp.Or(rank(a)-rank(b), foreign(a)-foreign(b))
	})
}

// drawn returns what there is to say about a drawing wherever it is shown.
func drawn(at packfile.At, e assets.Examination) []packfile.Finding {
	var findings []packfile.Finding
	add := func(applies bool, code, measured, limit string) {
		if applies {
			findings = append(findings, packfile.Measured(code, at, measured, limit))
		}
	}
	add(e.Visible == 0, "picture-empty", "", "")
	add(e.Visible > 0 && e.Visible < faint, "picture-faint", percent(e.Visible), percent(faint))
	add(e.Visible >= faint && e.First < partial*e.Visible, "first-frame-partial", percent(e.First/e.Visible), percent(partial))
	add(e.Flashes > assets.MaxFlashes, "flashing", strconv.Itoa(e.Flashes), strconv.Itoa(assets.MaxFlashes))
	return findings
}

func percent(part float64) string { return strconv.FormatFloat(100*part, 'f', 1, 64) + " %" }

// seen is a picture that was seen before.
type seen struct {
	picture Picture
	print   assets.Print
}

// lookalikes finds the first picture of another sticker that looks like this one.
func lookalikes(at packfile.At, p Picture, print assets.Print, before []seen) []packfile.Finding {
	for _, other := range before {
		if other.picture.Sticker != p.Sticker && !print.IsZero() && print.Near(other.print) {
			return []packfile.Finding{packfile.Measured("duplicate-in-pack", at, other.picture.Sticker, "")}
		}
	}
	return nil
}

// made returns what came of the exports of one picture, and counts those that failed by platform.
func made(at packfile.At, v Verdict, obstacles map[string]int) []packfile.Finding {
	var findings []packfile.Finding
	for _, m := range v.Exports {
		at.Platform = m.Platform
		if m.Export.Obstacle != "" {
			obstacles[m.Platform]++
		}
		if m.Export.Obstacle != assets.NoEncoder { // which is said once for the pack
			findings = append(findings, Exported(at, v.Examination.Info, m.Export)...)
		}
	}
	return findings
}

// obstacle says why a picture could not be made.
func obstacle(at packfile.At, info assets.Info, e assets.Export) packfile.Finding {
	platform, _ := profile.Of(at.Platform)
	target, _ := platform.Target(info.Animated)
	measured, limit := weight(e.Lightest), weight(target.Bytes)
	switch e.Obstacle {
	case assets.TooLong:
		measured, limit = seconds(info.Duration.Seconds()), seconds(target.Duration.Seconds())
	case assets.TooFew:
		measured, limit = strconv.Itoa(info.Frames), strconv.Itoa(target.MinFrames)
	case assets.TooCostly, assets.Motionless:
		measured, limit = "", ""
	}
	return packfile.Measured("export-"+string(e.Obstacle), at, measured, limit)
}

// outcome says what a pass led to.
func outcome(p assets.Pass, e assets.Export) string {
	switch p {
	case assets.PassFrames:
		return strconv.Itoa(e.Frames)
	case assets.PassFaster:
		return seconds(e.Image.Duration.Seconds())
	case assets.PassColours:
		if e.Colours > 0 {
			return strconv.Itoa(e.Colours)
		}
		return ""
	case assets.PassLossy:
		return ""
	}
	return fmt.Sprintf("%d×%d", e.Image.Width, e.Image.Height)
}

// before says what the upload had of what a pass takes.
func before(p assets.Pass, info assets.Info) string {
	switch p {
	case assets.PassFrames:
		return strconv.Itoa(info.Frames)
	case assets.PassFaster:
		return seconds(info.Duration.Seconds())
	case assets.PassColours, assets.PassLossy:
		return ""
	}
	return fmt.Sprintf("%d×%d", info.Width, info.Height)
}

// weight writes a number of bytes.
func weight(n int64) string { return fmt.Sprintf("%d KB", (n+999)/1000) }

func seconds(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + " s" }

// ready says of each platform how many pictures were made for it, or that none can be.
func ready(p Pack, obstacles map[string]int) []packfile.Finding {
	var findings []packfile.Finding
	for _, platform := range profile.All() {
		total := taken(p, platform)
		if platform.ID == profile.Own || total == 0 {
			continue
		}
		at := packfile.At{File: packfile.Name, Platform: platform.ID}
		good := total - obstacles[platform.ID]
		if encoderMissing(p, platform) {
			findings = append(findings, packfile.Measured("export-encoder", at, "WebM", ""))
		}
		if good > 0 {
			findings = append(findings, packfile.Measured("platform-ready", at, strconv.Itoa(good), strconv.Itoa(total)))
		}
	}
	return findings
}

// taken counts the pictures whose kind the platform takes.
func taken(p Pack, platform profile.Profile) int {
	n := 0
	for _, picture := range p.Pictures {
		if _, takes := platform.Target(picture.Animated); takes {
			n++
		}
	}
	return n
}

// encoderMissing reports whether a picture of the pack would need a format that is not written here.
func encoderMissing(p Pack, platform profile.Profile) bool {
	return slices.ContainsFunc(p.Pictures, func(picture Picture) bool {
		target, takes := platform.Target(picture.Animated)
		return takes && !target.Format.Picture()
	})
}

// refused reports whether err is a fault of the upload, which will not go away.
func refused(err error) bool {
	f := fault.As(err)
	return f != nil && f.Kind() == fault.Invalid && !errors.Is(err, assets.ErrStorageUnavailable)
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
