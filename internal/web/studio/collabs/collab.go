package collabs

import (
	"net/http"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var collabTemplate = frame.Parse(templates, "collab.html", "parts.html")

// collabPage is the form of one collab.
type collabPage struct {
	frame.Shell
	Notice *frame.Notice
	form
	Heading   string
	Brands    []frame.Option
	Spoken    []frame.Spoken
	Near, Far []frame.Option // regions to choose from: those that the store is open in, and the others
	Sum       string         // of the shares, in percent; "" of none
	Faults    map[string]string
	Theirs    string // address of what another made of it meanwhile; "" for nothing
}

func (r *room) collab(v *frame.Visit) error {
	if v.Param("collab") == newOne {
		return r.showCollab(v, form{Brand: v.QueryParam("brand")}, nil)
	}
	c, err := r.Catalog.Collab(v.Request().Context(), v.By(), v.Param("collab"))
	if err != nil {
		return err
	}
	return r.showCollab(v, formOf(c), nil)
}

// showCollab answers with the form; failure is why it was not taken.
func (r *room) showCollab(v *frame.Visit, f form, failure error) error {
	title := v.Voice.T("studio.collab.new")
	if f.ID != "" {
		title = f.name(v).Text
	}
	p := collabPage{Shell: v.Shell(title), Heading: title, Notice: saved(v), form: f}
	if sum := f.sum(); sum > 0 {
		p.Sum = percent(sum)
	}
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, p.Faults, status = worded.Bad(), worded.Fields, worded.Status
		if version := newer(failure); version > 0 {
			p.Seen, p.Theirs = version, Home+"/"+p.ID
		}
	}
	p.faultShares()
	err := r.fill(v, &p)
	if err != nil {
		return err
	}
	return v.Show(status, collabTemplate, p)
}

// fill puts what there is to choose from into the form.
func (r *room) fill(v *frame.Visit, p *collabPage) error {
	for after, more := "", true; more; {
		brands, err := r.readBrands(v)(after)
		if err != nil {
			return err
		}
		for _, b := range brands {
			p.Brands = append(p.Brands, frame.Option{Value: b.ID, Name: b.Name, Chosen: b.ID == p.Brand || b.Slug == p.Brand})
			after = b.Slug
		}
		more = len(brands) == catalog.MaxLimit
	}
	slices.SortStableFunc(p.Brands, byName)
	p.Spoken = frame.SpokenIn(r.Languages(), p.Titles, p.Descriptions, p.Faults)
	r.fillRegions(v, p)
	return nil
}

func (r *room) fillRegions(v *frame.Visit, p *collabPage) {
	near := slices.Concat([]string{r.Config.DefaultRegion}, p.Territory, r.PublishedRegions())
	for _, region := range cldr.Regions() {
		choice := frame.Option{Value: region, Name: cldr.RegionName(string(v.Voice.Locale), region), Chosen: slices.Contains(p.Territory, region)}
		if slices.Contains(near, region) {
			p.Near = append(p.Near, choice)
		} else {
			p.Far = append(p.Far, choice)
		}
	}
	slices.SortStableFunc(p.Near, byName)
	slices.SortStableFunc(p.Far, byName)
}

// saveCollab takes the form of a collab.
func (r *room) saveCollab(v *frame.Visit) error {
	f, err := readForm(v)
	if err != nil {
		return err
	}
	wanted, failure := f.collab()
	if failure == nil {
		_, failure = r.Catalog.SaveCollab(v.Request().Context(), v.By(), wanted)
	}
	if failure != nil {
		return r.showCollab(v, f, failure)
	}
	return v.Go(Home + "?done=saved")
}

func (r *room) removeCollab(v *frame.Visit) error {
	c, err := r.Catalog.Collab(v.Request().Context(), v.By(), v.Param("collab"))
	if err != nil {
		return err
	}
	failure := r.Catalog.RemoveCollab(v.Request().Context(), v.By(), c.ID, v.Seen())
	if failure != nil {
		return r.showCollab(v, formOf(c), failure)
	}
	return v.Go(Home + "?done=removed")
}
