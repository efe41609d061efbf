package v1

import (
	"cmp"
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

func (r *routes) mountTaxes() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/taxes" + path, Summary: summary, Tag: tagSales, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-taxes", "", "How much tax is charged, by region and since when", accounts.ReadReports), r.listTaxes)
	web.Typed(r.Server, created(op("POST", "create-tax", "", "Charge a tax in a region from a moment on", accounts.WriteTaxes)), r.createTax)
	web.Typed(r.Server, op("GET", "get-tax", "/{tax}", "A tax", accounts.ReadReports), r.getTax)
	web.Typed(r.Server, op("PATCH", "update-tax", "/{tax}", "Change a tax that does not hold yet, or end one", accounts.WriteTaxes), r.updateTax)
	web.Typed(r.Server, noContent(op("DELETE", "remove-tax", "/{tax}", "Take away a tax that never held", accounts.WriteTaxes)), r.removeTax)
}

// taxerOf is who asks about taxes.
func taxerOf(ctx context.Context) tax.By {
	return tax.By{Actor: web.ActorOf(ctx), Request: web.RequestIDOf(ctx)}
}

// taxReply is a tax with its version.
type taxReply struct {
	ETag string `header:"ETag"`
	Body api.Tax
}

func replyTax(r tax.Rate, err error) (*taxReply, error) {
	if err != nil {
		return nil, err
	}
	return &taxReply{versionTag(r.Version), taxOf(r)}, nil
}

func taxOf(r tax.Rate) api.Tax {
	return api.Tax{
		ID: r.ID, Region: r.Region, Rate: r.Millionths, Included: r.Included, From: r.From.UTC(), Until: instant(r.Until),
		Version: r.Version, UpdatedAt: r.UpdatedAt.UTC(),
	}
}

func (r *routes) listTaxes(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.Tax]], error) {
	all, err := r.Taxes.Rates(ctx, taxerOf(ctx))
	if err != nil {
		return nil, err
	}
	list := api.List[api.Tax]{Items: []api.Tax{}}
	for _, rate := range all {
		list.Items = append(list.Items, taxOf(rate))
	}
	return &jsonOf[api.List[api.Tax]]{list}, nil
}

type createTaxInput struct{ Body api.NewTax }

func (r *routes) createTax(ctx context.Context, in *createTaxInput) (*taxReply, error) {
	rate := tax.Rate{Region: in.Body.Region, Millionths: in.Body.Rate, Included: in.Body.Included}
	put(&rate.From, in.Body.From)
	put(&rate.Until, in.Body.Until)
	return replyTax(r.Taxes.Save(ctx, taxerOf(ctx), rate))
}

// TaxPath names a tax.
type TaxPath struct {
	Tax string `path:"tax" maxLength:"64"`
}

// TaxHead names a tax and the version that the caller has seen.
type TaxHead struct {
	TaxPath
	IfMatch string `header:"If-Match" doc:"ETag of the tax that was read; without it, any version is changed"`
}

func (r *routes) getTax(ctx context.Context, in *TaxPath) (*taxReply, error) {
	return replyTax(r.Taxes.Rate(ctx, taxerOf(ctx), in.Tax))
}

type updateTaxInput struct {
	TaxHead
	Body api.TaxChange
}

func (r *routes) updateTax(ctx context.Context, in *updateTaxInput) (*taxReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	rate, err := r.Taxes.Rate(ctx, taxerOf(ctx), in.Tax)
	if err != nil {
		return nil, err
	}
	put(&rate.Region, in.Body.Region)
	put(&rate.Millionths, in.Body.Rate)
	put(&rate.Included, in.Body.Included)
	put(&rate.From, in.Body.From)
	put(&rate.Until, in.Body.Until)
	rate.Version = cmp.Or(version, rate.Version)
	return replyTax(r.Taxes.Save(ctx, taxerOf(ctx), rate))
}

func (r *routes) removeTax(ctx context.Context, in *TaxHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Taxes.Remove(ctx, taxerOf(ctx), in.Tax, version)
}
