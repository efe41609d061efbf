package v1

import (
	"cmp"
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

func (r *routes) mountContracts() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/contracts" + path, Summary: summary, Tag: tagMoney, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-contracts", "", "How sales are shared out, by whom it concerns and since when", accounts.ReadReports), r.listContracts)
	web.Typed(r.Server, created(op("POST", "create-contract", "", "Say how sales are shared out from a moment on", accounts.WriteContracts)), r.createContract)
	web.Typed(r.Server, op("GET", "get-contract", "/{contract}", "A contract", accounts.ReadReports), r.getContract)
	web.Typed(r.Server, op("PATCH", "update-contract", "/{contract}", "Change a contract that no closed month follows", accounts.WriteContracts), r.updateContract)
	web.Typed(r.Server, noContent(op("DELETE", "remove-contract", "/{contract}", "Take away a contract that no closed month follows", accounts.WriteContracts)), r.removeContract)
}

// payerOf is who asks about money.
func payerOf(ctx context.Context) payout.By {
	return payout.By{Actor: web.ActorOf(ctx), Request: web.RequestIDOf(ctx)}
}

// contractReply is a contract with its version.
type contractReply struct {
	ETag string `header:"ETag"`
	Body api.Contract
}

func replyContract(c payout.Contract, err error) (*contractReply, error) {
	if err != nil {
		return nil, err
	}
	return &contractReply{versionTag(c.Version), contractOf(c)}, nil
}

func contractOf(c payout.Contract) api.Contract {
	return api.Contract{
		ID: c.ID, Scope: string(c.Scope), Party: c.Party, From: c.From.UTC(), Version: c.Version, UpdatedAt: c.UpdatedAt.UTC(),
		ContractTerms: api.ContractTerms{
			Taxes: c.Taxes, StoreFee: c.StoreFee, Share: c.Share, Withholding: c.Withholding, BonusEarns: c.BonusEarns, Note: c.Note,
		},
	}
}

func (r *routes) listContracts(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.Contract]], error) {
	all, err := r.Payouts.Contracts(ctx, payerOf(ctx))
	if err != nil {
		return nil, err
	}
	list := api.List[api.Contract]{Items: []api.Contract{}}
	for _, c := range all {
		list.Items = append(list.Items, contractOf(c))
	}
	return &jsonOf[api.List[api.Contract]]{list}, nil
}

type createContractInput struct{ Body api.NewContract }

func (r *routes) createContract(ctx context.Context, in *createContractInput) (*contractReply, error) {
	b := in.Body
	c := payout.Contract{
		Scope: payout.Scope(b.Scope), Party: b.Party, Taxes: b.Taxes, StoreFee: b.StoreFee, Share: b.Share, Withholding: b.Withholding,
		BonusEarns: b.BonusEarns, Note: b.Note,
	}
	put(&c.From, b.From)
	return replyContract(r.Payouts.SaveContract(ctx, payerOf(ctx), c))
}

// ContractPath names a contract.
type ContractPath struct {
	Contract string `path:"contract" maxLength:"64"`
}

// ContractHead names a contract and the version that the caller has seen.
type ContractHead struct {
	ContractPath
	IfMatch string `header:"If-Match" doc:"ETag of the contract that was read; without it, any version is changed"`
}

func (r *routes) getContract(ctx context.Context, in *ContractPath) (*contractReply, error) {
	return replyContract(r.Payouts.Contract(ctx, payerOf(ctx), in.Contract))
}

type updateContractInput struct {
	ContractHead
	Body api.ContractChange
}

func (r *routes) updateContract(ctx context.Context, in *updateContractInput) (*contractReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	c, err := r.Payouts.Contract(ctx, payerOf(ctx), in.Contract)
	if err != nil {
		return nil, err
	}
	put(&c.From, in.Body.From)
	put(&c.Taxes, in.Body.Taxes)
	put(&c.StoreFee, in.Body.StoreFee)
	put(&c.Share, in.Body.Share)
	put(&c.Withholding, in.Body.Withholding)
	put(&c.BonusEarns, in.Body.BonusEarns)
	put(&c.Note, in.Body.Note)
	c.Version = cmp.Or(version, c.Version)
	return replyContract(r.Payouts.SaveContract(ctx, payerOf(ctx), c))
}

func (r *routes) removeContract(ctx context.Context, in *ContractHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Payouts.RemoveContract(ctx, payerOf(ctx), in.Contract, version)
}
