package report

import (
	"context"
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// Make makes an upload for targets: the files are those that the report judges. What several targets want
// alike is made once, and what was made lately is remembered. A target that costs more than an upload may has
// an obstacle like any other. The errors are those of assets.Exporter and of read.
func (j *Judge) Make(ctx context.Context, digest assets.Digest, read func(context.Context) ([]byte, error), targets []assets.Target) ([]assets.Export, error) {
	known := map[assets.Target]assets.Export{}
	var missing []assets.Target
	for _, target := range distinct(targets) {
		made, is := j.shelf.get(digest, target)
		if known[target] = made; !is {
			missing = append(missing, target)
		}
	}
	if len(missing) > 0 {
		data, err := read(ctx)
		if err != nil {
			return nil, err
		}
		exports, err := j.make(ctx, data, missing)
		if err != nil {
			return nil, err
		}
		for i, target := range missing {
			known[target] = exports[i]
			j.shelf.put(digest, target, exports[i])
		}
	}
	all := make([]assets.Export, len(targets))
	for i, target := range targets {
		all[i] = known[target]
	}
	return all, nil
}

// make makes all targets at once, or where that costs too much each for itself.
func (j *Judge) make(ctx context.Context, data []byte, targets []assets.Target) ([]assets.Export, error) {
	if j.exporter == nil {
		return slices.Repeat([]assets.Export{{Obstacle: assets.NoEncoder}}, len(targets)), nil
	}
	exports, err := j.exporter.Export(ctx, data, targets)
	switch {
	case err == nil || !tooCostly(ctx, err):
		return exports, err
	case len(targets) == 1 || ctx.Err() != nil:
		return slices.Repeat([]assets.Export{{Obstacle: assets.TooCostly}}, len(targets)), nil
	}
	exports = nil
	for _, target := range targets {
		one, err := j.make(ctx, data, []assets.Target{target})
		if err != nil {
			return nil, err
		}
		exports = append(exports, one...)
	}
	return exports, nil
}

// tooCostly reports whether err says that an upload took more memory or time than it may.
func tooCostly(ctx context.Context, err error) bool {
	return errors.Is(err, assets.ErrImageTooCostly) || errors.Is(context.Cause(ctx), errJudgedTooLong)
}

// errJudgedTooLong ends the making of an upload that takes longer than judgingTime.
var errJudgedTooLong = errors.New("report: the upload took too long")

// distinct returns each target once.
func distinct(targets []assets.Target) []assets.Target {
	var out []assets.Target
	for _, t := range targets {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// Exported returns what there is to say about an export of an upload: what was done to it, or why it cannot be
// had.
func Exported(at packfile.At, info assets.Info, e assets.Export) []packfile.Finding {
	if e.Obstacle == assets.NoEncoder {
		platform, _ := profile.Of(at.Platform)
		target, _ := platform.Target(info.Animated)
		return []packfile.Finding{packfile.Measured("export-encoder", at, nameOfFormat(target.Format), "")}
	}
	if e.Obstacle != "" {
		return []packfile.Finding{obstacle(at, info, e)}
	}
	var findings []packfile.Finding
	for _, pass := range e.Passes {
		findings = append(findings, packfile.Measured("pass-"+string(pass), at, outcome(pass, e), before(pass, info)))
	}
	return findings
}

// nameOfFormat is a format as people write it.
func nameOfFormat(f assets.Format) string {
	if f == "webm" {
		return "WebM"
	}
	return string(f)
}
