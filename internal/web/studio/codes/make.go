package codes

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
)

// form is what was typed to make a batch.
type form struct {
	Name, Pack, Count, PerHolder, Days string
	From, Until                        string // as fields for moments write them, in UTC
	Test                               bool
	Faults                             map[string]string // by pointer
}

var blankForm = form{Count: "100", PerHolder: "1"}

// Field is one of the form's fields.
func (p listPage) Field(name string) frame.Field {
	f := frame.Field{ID: name, Label: p.T("studio.codes." + name), Type: "number", Least: "1", Wrong: p.Form.Faults["/"+name]}
	switch name {
	case "name":
		f.Value, f.Type, f.Least, f.Longest, f.Required = p.Form.Name, "", "", 100, true
	case "pack":
		f.Value, f.Type, f.Least, f.Latin, f.Required = p.Form.Pack, "", "", true, true
	case "count":
		f.Value, f.Most, f.Required = p.Form.Count, strconv.Itoa(purchases.MaxCodes), true
	case "per_holder":
		f.Value, f.Most = p.Form.PerHolder, "1000"
	case "days":
		f.Value, f.Most, f.Wrong = p.Form.Days, "3650", p.Form.Faults["/use_days"]
	case "from":
		f.Value, f.Type, f.Least = p.Form.From, "datetime-local", ""
	case "until":
		f.Value, f.Type, f.Least = p.Form.Until, "datetime-local", ""
	}
	return f
}

// madePage shows a batch's codes, the only time that anybody sees them.
type madePage struct {
	frame.Shell
	Notice *frame.Notice
	Batch  purchases.CodeBatch
	Codes  string // one a line
	Lines  int    // that the field shows
}

// mostLines is how many lines of codes are seen without scrolling.
const mostLines = 12

func readForm(v *frame.Visit) form {
	field := func(name string) string { return strings.TrimSpace(v.FormValue(name)) }
	return form{
		Name: field("name"), Pack: field("pack"), Count: field("count"), PerHolder: field("per_holder"), Days: field("days"),
		From: field("from"), Until: field("until"), Test: v.FormValue("test") != "",
	}
}

// batch is what the form says. What cannot be read is a value that is refused.
func (f form) batch() (purchases.CodeBatch, error) {
	var fields []fault.Field
	moment := func(text, pointer string) time.Time {
		wall, err := catalog.ParseWallTime(text)
		if err != nil {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "wall-time-malformed"})
		}
		return wall.OpensIn(catalog.World)
	}
	number := func(text string, otherwise int) int {
		n, err := strconv.Atoi(text)
		switch {
		case text == "":
			return otherwise
		case err != nil:
			return -1
		}
		return n
	}
	b := purchases.CodeBatch{
		Name: f.Name, Count: number(f.Count, 0), PerHolder: number(f.PerHolder, 1), UseDays: number(f.Days, 0), Test: f.Test,
		From: moment(f.From, "/from"), Until: moment(f.Until, "/until"),
	}
	if len(fields) > 0 {
		return b, purchases.ErrBatchInvalid.WithFields(fields...)
	}
	return b, nil
}

// create makes a batch and answers with its codes, which are kept nowhere: not in this store, and not in caches.
func (r *room) create(v *frame.Visit) error {
	ctx, f := v.Request().Context(), readForm(v)
	b, err := f.batch()
	if err == nil {
		var draft catalog.Draft
		draft, err = r.Catalog.Draft(ctx, v.By(), f.Pack)
		b.Pack = draft.Pack.ID
		if err != nil {
			f.Faults = map[string]string{"/pack": v.Word(err).Detail}
		}
	}
	var codes []string
	if err == nil {
		b, codes, err = r.batches.MakeCodes(ctx, v.Origin(), b)
	}
	if err != nil {
		wording := v.Word(err)
		if f.Faults == nil {
			f.Faults = wording.Fields
		}
		return r.show(v, wording.Status, listPage{Notice: wording.Bad(), Form: f})
	}
	return v.Show(http.StatusOK, madeTemplate, madePage{
		Shell: v.Shell(v.Voice.T("studio.codes.title")), Batch: b, Codes: strings.Join(codes, "\n"), Lines: min(len(codes), mostLines),
		Notice: &frame.Notice{Kind: "good", Title: v.Voice.T("studio.codes.made"), Text: v.Voice.T("studio.codes.made_text")},
	})
}

var (
	codeForm  = regexp.MustCompile(`^[0-9A-Z-]{1,40}$`)
	batchForm = regexp.MustCompile(`^cbt_[0-9a-f-]{36}$`)
)

// csv makes a file of the codes that the page sends back: they are kept nowhere else.
func (r *room) csv(v *frame.Visit) error {
	batch := v.Param("batch")
	if !batchForm.MatchString(batch) {
		return purchases.ErrBatchNotFound.With("batch", batch)
	}
	var file strings.Builder
	file.WriteString("code\r\n")
	for _, code := range strings.Fields(v.FormValue("codes")) {
		if !codeForm.MatchString(code) {
			return purchases.ErrCodeNotFound
		}
		file.WriteString(code + "\r\n")
	}
	header := v.Response().Header()
	header.Set("Content-Disposition", `attachment; filename="`+batch+`.csv"`)
	header.Set("X-Content-Type-Options", "nosniff")
	return v.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte(file.String()))
}
