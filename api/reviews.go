package api

import "time"

// ReviewDecision is what a reviewer makes of a release.
type ReviewDecision struct {
	Decision string         `json:"decision" enum:"in_review,approved,rejected" doc:"in_review: it was begun"`
	Release  int            `json:"release,omitempty" minimum:"0" doc:"the one that waits when left out"`
	Reasons  []ReviewReason `json:"reasons,omitempty" maxItems:"200" doc:"of a rejection; at least one"`
	Note     string         `json:"note,omitempty" maxLength:"2000" doc:"to the designer"`
}

// ReviewReason says why a release, or one sticker of it, was rejected.
type ReviewReason struct {
	Code    string `json:"code" doc:"one of GET /v1/reviews/reasons"`
	Sticker string `json:"sticker,omitempty" doc:"sticker id; the whole pack when left out"`
	Note    string `json:"note,omitempty" maxLength:"2000" doc:"in the reviewer's own words"`
}

// ReviewAppeal asks to look at a rejected release again, once for each rejection.
type ReviewAppeal struct {
	Release int    `json:"release,omitempty" minimum:"0" doc:"the last one when left out"`
	Note    string `json:"note" minLength:"1" maxLength:"2000" doc:"to the reviewers"`
}

// ReviewStep is one thing that happened to a release in its review.
type ReviewStep struct {
	Number  int            `json:"number" doc:"from 1, over all releases of the pack"`
	State   string         `json:"state" enum:"submitted,in_review,approved,rejected" doc:"that it led to; submitted again is an appeal"`
	By      string         `json:"by" doc:"account"`
	Reasons []ReviewReason `json:"reasons"`
	Note    string         `json:"note"`
	At      time.Time      `json:"at"`
}

// Review is a release that waits for a decision.
type Review struct {
	Pack     string  `json:"pack"`
	Slug     string  `json:"slug"`
	Creator  Creator `json:"creator"`
	State    string  `json:"state" doc:"of the pack" enum:"unpublished,on_sale,stopped,banned"`
	Release  Release `json:"release"`
	Appealed bool    `json:"appealed" doc:"it was decided on before"`
}
