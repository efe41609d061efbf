package web

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/hallyu-store/hallyu/api"
)

// Webhook describes a message that the store sends by itself.
type Webhook struct {
	Name    string
	Summary string
	Tag     string
	Data    any // the zero value of the message's data
}

// DescribeWebhook puts a message into the contract, as OpenAPI 3.1 has webhooks: a request that its receiver
// answers.
func (s *Server) DescribeWebhook(w Webhook) {
	document := s.api.OpenAPI()
	registry := document.Components.Schemas
	message := &huma.Schema{AllOf: []*huma.Schema{
		registry.Schema(reflect.TypeFor[api.Message](), true, ""),
		{Type: huma.TypeObject, Properties: map[string]*huma.Schema{
			"type": {Type: huma.TypeString, Enum: []any{w.Name}},
			"data": registry.Schema(reflect.TypeOf(w.Data), true, ""),
		}},
	}}
	if document.Webhooks == nil {
		document.Webhooks = map[string]*huma.PathItem{}
	}
	document.Webhooks[w.Name] = &huma.PathItem{Post: &huma.Operation{
		OperationID: "receive-" + w.Name, Summary: w.Summary, Tags: []string{w.Tag}, Parameters: webhookHeaders,
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: message}}},
		Responses:   map[string]*huma.Response{"2XX": {Description: "Taken. 410 disables the webhook; anything else is tried again."}},
	}}
}

// webhookHeaders are those of Standard Webhooks.
var webhookHeaders = []*huma.Param{
	{Name: "webhook-id", In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Description: "The event's id: the same for every attempt."},
	{Name: "webhook-timestamp", In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Description: "When the attempt was made: Unix time in seconds."},
	{Name: "webhook-signature", In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Description: "v1, and the base64 of HMAC-SHA256 of id.timestamp.body; several, a space apart, while a secret is changed."},
}
