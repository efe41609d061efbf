package release

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// ErrAppVersion: a text is no version of an app, or the least is above the greatest. Facts: measured.
var ErrAppVersion = fault.Define(fault.Invalid, "app-version-invalid")

// mostRanges is how many releases a channel holds at most at a time, each for versions of the app of its own.
const mostRanges = 20

// Range is for which versions of an app a channel was moved to a release, both ends included; "" for no end. A greatest
// version of fewer numbers takes in all that begin with it: 2.5.9 is within 2.5.
type Range struct{ Min, Max string }

// Bounded reports whether any version is left out.
func (r Range) Bounded() bool { return r != Range{} }

// versionText is up to four numbers; what follows a hyphen or a plus counts for nothing.
var versionText = regexp.MustCompile(`^[vV]?([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})(?:[-+][0-9A-Za-z.+-]{0,40})?$`)

// parseVersion reads a version; "" has no numbers. The error is [ErrAppVersion].
func parseVersion(text string) ([]int, error) {
	if text == "" {
		return nil, nil
	}
	found := versionText.FindStringSubmatch(text)
	if found == nil {
		return nil, ErrAppVersion.With("measured", clip(text))
	}
	var numbers []int
	for part := range strings.SplitSeq(found[1], ".") {
		number, err := strconv.Atoi(part)
		if err != nil {
			return nil, ErrAppVersion.With("measured", clip(text))
		}
		numbers = append(numbers, number)
	}
	return numbers, nil
}

// clip shortens what a caller sent.
func clip(text string) string { return strings.ToValidUTF8(text[:min(len(text), 60)], "") }

// check refuses ends that are no versions, or that no version is between.
func (r Range) check() error {
	least, err := parseVersion(r.Min)
	if err != nil {
		return err
	}
	greatest, err := parseVersion(r.Max)
	if err == nil && greatest != nil && above(least, greatest) {
		err = ErrAppVersion.With("measured", r.Min+" > "+r.Max)
	}
	return err
}

// has reports whether a version is within the range, which was checked.
func (r Range) has(version []int) bool {
	least, _ := parseVersion(r.Min)
	greatest, _ := parseVersion(r.Max)
	return slices.Compare(padded(version), padded(least)) >= 0 && (greatest == nil || !above(version, greatest))
}

// above reports whether a version is above all that begin with the greatest.
func above(version, greatest []int) bool {
	return slices.Compare(padded(version)[:len(greatest)], greatest) > 0
}

// padded is a version with all its numbers.
func padded(version []int) []int {
	var all [4]int
	copy(all[:], version)
	return all[:]
}

// held is a release that a channel holds for some versions of an app.
type held struct {
	*i18n.Project
	move Move
}

// suits chooses among what a channel holds, newest first: for a version of the app the first that is for it; for a
// reader that says none the first that is for all. Where nothing suits it is the newest.
func suits(all []held, version []int) *i18n.Project {
	for _, one := range all {
		if version == nil && !one.move.Apps.Bounded() || version != nil && one.move.Apps.has(version) {
			return one.Project
		}
	}
	return all[0].Project
}

// standing lists where a channel stands, newest first: the latest move and, as long as each is for some versions of the
// app alone, the one that it stands on.
func (s *Service) standing(ctx context.Context, latest Move) ([]Move, error) {
	all := []Move{latest}
	for last := latest; last.Apps.Bounded() && last.Back > 0 && len(all) < mostRanges; {
		found, err := s.store.Moves(ctx, last.Project, last.Channel, last.Back+1, 1)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			break
		}
		last = found[0]
		all = append(all, last)
	}
	return all, nil
}
