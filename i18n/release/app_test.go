package release_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
)

func (r *room) promoteFor(least, greatest string) (release.Move, error) {
	r.t.Helper()
	return r.Promote(r.t.Context(), editor, release.Promotion{Project: "app", Channel: "production", From: "draft", Apps: release.Range{Min: least, Max: greatest}})
}

// titleFor is the title that production gives to a version of the app.
func (r *room) titleFor(version string) string {
	r.t.Helper()
	p, err := r.ProjectFor("app", "production", version)
	if err != nil {
		r.t.Fatalf("%s: %v", version, err)
	}
	return p.Text("en", "title", nil)
}

// TestAppsGetTheNewestReleaseThatIsForThem has One for all, Two for 2 to 2.5, Three for 3 and later.
func TestAppsGetTheNewestReleaseThatIsForThem(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", `title = "One"`)
	r.released()
	for _, p := range [][3]string{{"Two", "2.0", "2.5"}, {"Three", "3", ""}} {
		r.write("app/active.en.toml", "title = \""+p[0]+"\"")
		if _, err := r.promoteFor(p[1], p[2]); err != nil {
			t.Fatal(err)
		}
	}
	titles := map[string]string{
		"": "One", "0": "One", "1.9.9": "One", "2": "Two", "2.0.0": "Two", "v2.5.9-beta.1": "Two", "2.5.0.99": "Two", "2.6": "One", "2.10": "One",
		"3": "Three", "3.0.0+build": "Three", "999999999.1": "Three",
	}
	for _, s := range []*release.Service{r.Service, r.replica()} {
		r.Service = s
		for version, title := range titles {
			want(t, "app "+version, r.titleFor(version), title)
		}
	}
	three, _ := r.ProjectFor("app", "production", "3")
	manifest, err := three.Manifest()
	if err != nil || manifest.MinApp != "3" || manifest.MaxApp != "" {
		t.Errorf("manifest: %q to %q, %v", manifest.MinApp, manifest.MaxApp, err)
	}
	if _, err := r.Rollback(t.Context(), editor, release.Promotion{Project: "app", Channel: "production"}); err != nil {
		t.Fatal(err)
	}
	for version, title := range map[string]string{"3": "One", "2.1": "Two", "": "One"} {
		want(t, "rolled back, app "+version, r.titleFor(version), title)
	}
	if m, err := r.promoteFor("", ""); err != nil || m.Apps.Bounded() {
		t.Fatal(m, err)
	}
	for _, version := range []string{"", "1", "2", "3"} {
		want(t, "for all, app "+version, r.titleFor(version), "Three")
	}
}

func TestVersionsThatAreNone(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	r.write("app/active.en.toml", en2)
	for _, version := range []string{"x", "1.", ".1", "1.2.3.4.5", "1..2", "-1", "9999999999", "1 ", "१", "1.2\n", "2;drop"} {
		_, err := r.ProjectFor("app", "production", version)
		refused(t, version, err, release.ErrAppVersion)
		_, err = r.promoteFor(version, "")
		refused(t, "from "+version, err, release.ErrAppVersion)
	}
	for _, ends := range [][2]string{{"2", "1"}, {"2.5.1", "2.5.0"}, {"3", "2.9"}, {"", "x"}} {
		_, err := r.promoteFor(ends[0], ends[1])
		refused(t, ends[0]+" to "+ends[1], err, release.ErrAppVersion)
	}
	if _, err := r.promoteFor("2.5.9", "2.5"); err != nil {
		t.Errorf("2.5.9 is within 2.5: %v", err)
	}
	want(t, "production", r.says("production", "en"), "One")
}

func TestFrozenChannelsStay(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	r.write("app/active.en.toml", en2)
	moved := r.promote("production", "draft")
	before, _ := r.Project("app", "production")
	freeze := func(frozen bool, revision string) (release.Move, error) {
		return r.Freeze(t.Context(), editor, release.Freezing{Project: "app", Channel: "production", Frozen: frozen, Revision: revision, Note: "holidays"})
	}
	_, err := freeze(true, "1")
	refused(t, "freezing what one has not seen", err, release.ErrStale)
	frozen, err := freeze(true, moved.Revision())
	if err != nil || !frozen.Frozen || frozen.Kind != release.Frozen || frozen.Account != "acc_editor" || frozen.Note != "holidays" || frozen.Release != moved.Release {
		t.Fatalf("%+v %v", frozen, err)
	}
	again, err := freeze(true, frozen.Revision())
	if err != nil || again.Number != frozen.Number {
		t.Errorf("freezing again: %+v %v", again, err)
	}
	if after, _ := r.Project("app", "production"); after.Revision() != before.Revision() {
		t.Error("freezing changed what readers are given")
	}
	r.write("app/active.en.toml", `title = "Three"`)
	_, err = r.Promote(t.Context(), editor, release.Promotion{Project: "app", Channel: "production", From: "draft"})
	refused(t, "promoting", err, release.ErrFrozen)
	_, err = r.replica().Promote(t.Context(), boss, release.Promotion{Project: "app", Channel: "production", From: "draft"})
	refused(t, "promoting elsewhere", err, release.ErrFrozen)
	_, err = r.SetMode(t.Context(), boss, "app", i18n.ModeLive, "")
	refused(t, "going live", err, release.ErrFrozen)
	r.promote("staging", "draft")
	_, err = r.Freeze(t.Context(), writer, release.Freezing{Project: "app", Channel: "production"})
	if err == nil {
		t.Error("a translator lifted the freeze")
	}
	_, err = r.Freeze(t.Context(), boss, release.Freezing{Project: "app", Channel: "none", Frozen: true})
	refused(t, "a channel that there is not", err, release.ErrChannelNotFound)

	back, err := r.Rollback(t.Context(), editor, release.Promotion{Project: "app", Channel: "production"})
	if err != nil || !back.Frozen {
		t.Errorf("rolling back: %+v %v", back, err)
	}
	want(t, "rolled back", r.says("production", "en"), "One")
	if _, err := freeze(false, back.Revision()); err != nil {
		t.Fatal(err)
	}
	r.promote("production", "draft")
	want(t, "thawed", r.says("production", "en"), "Three")
	var acts []string
	for _, entry := range r.store.Audit {
		acts = append(acts, entry.Action)
	}
	for _, act := range []string{"strings.freeze", "strings.unfreeze"} {
		if !slices.Contains(acts, act) {
			t.Errorf("%s is not on record: %v", act, acts)
		}
	}
}

func TestTroubleIsTold(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	if trouble := r.Trouble("app", "production"); trouble != nil {
		t.Errorf("nothing is wrong: %v", trouble)
	}
	r.write("app/active.en.toml", `title = "`)
	if trouble := r.Trouble("app", "production"); trouble == nil || trouble.Code != "strings-draft-faulty" || trouble.Errors != 1 {
		t.Errorf("a broken file: %v", trouble)
	}
	r.write("app/active.en.toml", en1)
	r.released()
	r.write("app/active.en.toml", `title = "`)
	if trouble := r.Trouble("app", "production"); trouble != nil {
		t.Errorf("production holds a release: %v", trouble)
	}
	if trouble := r.Trouble("app", "draft"); trouble == nil {
		t.Error("the draft follows a broken file")
	}
	r.store.Break(errors.New("the database is away"))
	if err := r.Refresh(t.Context()); err == nil || r.Failed() == nil {
		t.Errorf("%v, %v", err, r.Failed())
	}
	if trouble := r.Trouble("app", "production"); trouble == nil || trouble.Code != "store-unavailable" {
		t.Errorf("what others promote is not seen: %v", trouble)
	}
	r.store.Break(nil)
	if err := r.Refresh(t.Context()); err != nil || r.Failed() != nil || r.Trouble("app", "production") != nil {
		t.Errorf("%v, %v", err, r.Failed())
	}
}
