package v1

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
)

type reportInput struct {
	Pack     string `path:"pack" doc:"id or slug"`
	Wait     int    `query:"wait" minimum:"0" maximum:"120" default:"60" doc:"seconds to wait for all findings; 0 for what is known now"`
	Language string `header:"Accept-Language"`
}

func (r *routes) report(ctx context.Context, in *reportInput) (*jsonOf[api.Report], error) {
	found, err := r.waitForReport(ctx, in)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Report]{api.Report{
		Findings: findingsOf(r.worded(found.Findings, in.Language)),
		Complete: found.Done == found.Total, Done: found.Done, Total: found.Total,
	}}, nil
}

func (r *routes) waitForReport(ctx context.Context, in *reportInput) (report.Report, error) {
	if in.Wait == 0 {
		return r.Catalog.Report(ctx, by(ctx), in.Pack)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(in.Wait)*time.Second)
	defer cancel()
	return r.Catalog.WholeReport(ctx, by(ctx), in.Pack)
}

// worded returns findings in the language of a request.
func (r *routes) worded(findings []packfile.Finding, acceptLanguage string) []packfile.Finding {
	return report.Word(findings, r.Words.In(i18n.Locale(r.Words.Negotiate(acceptLanguage))).Text)
}
