package v1

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/sheet"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

func (r *routes) mountReports() {
	report := web.Operation{
		Method: http.MethodGet, ID: "report-sales", Path: "/v1/reports/sales", Tag: tagMoney, Action: accounts.ReadStatements,
		Summary: "What was sold, by day, region, pack or creator; creators read their own",
	}
	web.Plain[salesInput, jsonOf[api.SalesReport]](r.Server, report, r.reportSales)
}

type salesInput struct {
	By     string `query:"by" default:"day" doc:"what rows tell sales apart by: day, region, pack, creator, with commas between"`
	From   string `query:"from" doc:"first day, UTC; the first of this month when left out" example:"2026-10-01"`
	Until  string `query:"until" doc:"first day behind it; tomorrow when left out" example:"2026-11-01"`
	Format string `query:"format" enum:"json,csv,xlsx" default:"json"`
}

// maxBy is how long the list of dimensions may be, in characters.
const maxBy = 100

func (r *routes) reportSales(c echo.Context) error {
	q := web.NewQuery(c)
	by, format := q.Text("by", maxBy), q.Enum("format", "json", "csv", "xlsx")
	now := r.Now().UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	request := payout.ReportRequest{
		From: dayIn(q, "from", today.AddDate(0, 0, 1-now.Day())), Until: dayIn(q, "until", today.AddDate(0, 0, 1)),
	}
	if q.Err() != nil {
		return q.Err()
	}
	if by == "" {
		by = string(payout.ByDay)
	}
	for name := range strings.SplitSeq(by, ",") {
		request.By = append(request.By, payout.Dimension(name))
	}
	groups, err := r.Payouts.Report(c.Request().Context(), payerOf(c.Request().Context()), request)
	if err != nil {
		return err
	}
	table := sheet.Report{By: request.By, Groups: groups, Title: r.titles()}
	name := "sales-" + request.From.Format(time.DateOnly) + "-" + request.Until.Format(time.DateOnly)
	switch format {
	case "csv":
		return r.sendTable(c, name+".csv", sheet.CSV, table.CSV)
	case "xlsx":
		return r.sendTable(c, name+".xlsx", sheet.XLSX, table.XLSX)
	}
	return r.reply(c, http.StatusOK, reportOf(request, table))
}

// dayIn reads a day; one that is left out is standard.
func dayIn(q *web.Query, name string, standard time.Time) time.Time {
	text := q.Text(name, len(time.DateOnly))
	if text == "" {
		return standard
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		q.Reject(name, "invalid", map[string]any{"measured": text})
	}
	return day
}

// titles gives the titles of packs that are published, in their source language.
func (r *routes) titles() func(pack string) string {
	snapshot := r.Published.Current()
	return func(pack string) string {
		found, err := snapshot.Pack(pack)
		if err != nil {
			return ""
		}
		return found.Titles.In(i18n.Chain(found.SourceLocale)).Text
	}
}

func reportOf(request payout.ReportRequest, table sheet.Report) api.SalesReport {
	report := api.SalesReport{From: request.From.Format(time.DateOnly), Until: request.Until.Format(time.DateOnly), Items: []api.SalesRow{}}
	for _, by := range request.By {
		report.By = append(report.By, string(by))
	}
	named := slices.Contains(request.By, payout.ByPack)
	for _, g := range table.Groups {
		row := api.SalesRow{
			Day: g.Day, Region: g.Region, Pack: g.Pack, Creator: g.Creator, Currency: g.Currency,
			Sales: g.Sales, Returns: g.Returns, Gross: g.Gross, Returned: g.Returned, Net: g.Net, Tax: g.Tax,
		}
		if named {
			row.Title = table.Title(g.Pack)
		}
		report.Items = append(report.Items, row)
	}
	return report
}

// sendTable answers with a table as a file, once all of it is there.
func (r *routes) sendTable(c echo.Context, name, mediaType string, write func(io.Writer) error) error {
	var spool sheet.Spool
	defer spool.Close()
	err := write(&spool)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Type", mediaType)
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	header.Set("Content-Length", strconv.FormatInt(spool.Size(), 10))
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, _ = spool.WriteTo(c.Response()) // a caller who left is no failure of ours
	return nil
}
