package v1

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/sheet"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

func (r *routes) mountStatements() {
	web.Plain[statementInput, jsonOf[api.Statement]](r.Server, web.Operation{
		Method: http.MethodGet, ID: "get-statement", Path: "/v1/statements/{creator}/{period}", Tag: tagMoney, Action: accounts.ReadStatements,
		Summary: "What a creator's sales of a month earned: its sums as JSON, every sale as CSV, both as XLSX; creators read their own",
	}, r.getStatement)
}

type statementInput struct {
	Creator string `path:"creator" doc:"id or slug"`
	Period  string `path:"period" doc:"a month of UTC" example:"2026-10"`
	Format  string `query:"format" enum:"json,csv,xlsx" default:"json"`
}

func (r *routes) getStatement(c echo.Context) error {
	q := web.NewQuery(c)
	format := q.Enum("format", "json", "csv", "xlsx")
	if q.Err() != nil {
		return q.Err()
	}
	period, err := payout.ParsePeriod(c.Param("period"))
	if err != nil {
		return err
	}
	lines := func(take func(payout.Line) error) (payout.Statement, error) {
		ctx := c.Request().Context()
		return r.Payouts.Statement(ctx, payerOf(ctx), c.Param("creator"), period, take)
	}
	name := "statement-" + period.String()
	switch format {
	case "csv":
		return r.sendTable(c, name+".csv", sheet.CSV, func(w io.Writer) error { return sheet.StatementCSV(w, lines) })
	case "xlsx":
		return r.sendTable(c, name+".xlsx", sheet.XLSX, func(w io.Writer) error { return sheet.StatementXLSX(w, lines) })
	}
	statement, err := lines(nil)
	if err != nil {
		return err
	}
	return r.reply(c, http.StatusOK, statementOf(statement))
}

func statementOf(s payout.Statement) api.Statement {
	shown := api.Statement{
		Creator: s.Creator, Period: s.Period.String(), State: string(s.State), Accounts: []api.StatementAccount{},
		Days: sumsOf(s.Days), Regions: sumsOf(s.Regions), Packs: sumsOf(s.Packs), Contracts: append([]string{}, s.Contracts...), Uncovered: s.Uncovered,
	}
	for _, a := range s.Accounts {
		shown.Accounts = append(shown.Accounts, api.StatementAccount{
			Currency: a.Currency, Carried: a.Carried, Sales: a.Sales, Returns: a.Returns, Gross: a.Gross,
			Tax: a.Parts[payout.Tax], StoreFee: a.Parts[payout.Fee], Platform: a.Parts[payout.Platform], Brand: a.Parts[payout.Brand],
			Earned: a.Parts[payout.Creator], Withheld: a.Withheld, Due: a.Due, Balance: a.Balance,
		})
	}
	return shown
}

func sumsOf(sums []payout.Sum) []api.StatementSum {
	shown := []api.StatementSum{}
	for _, s := range sums {
		shown = append(shown, api.StatementSum(s))
	}
	return shown
}
