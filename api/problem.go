package api

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Problem is an RFC 9457 problem document. Facts of the case travel beside the standard members,
// for example `offered_in` of a pack that is not offered here.
type Problem struct {
	Type   string         // "/problems/<code>", stable for ever
	Title  string         // in the language of the request
	Status int            // the HTTP status
	Detail string         // in the language of the request
	Errors []FieldError   // what is wrong with single fields
	Facts  map[string]any // everything else
}

// FieldError is one finding in a request body.
type FieldError struct {
	Pointer string `json:"pointer" doc:"JSON pointer (RFC 6901) into the body, or the parameter's name"`
	Code    string `json:"code" doc:"stable name of the finding"`
	Detail  string `json:"detail" doc:"in the language of the request"`
}

// Code is the last part of the problem's type, for example "pack-not-offered".
func (p *Problem) Code() string {
	return p.Type[strings.LastIndexByte(p.Type, '/')+1:]
}

// Error makes a Problem an error, as Client returns it.
func (p *Problem) Error() string {
	text := fmt.Sprintf("%d %s: %s", p.Status, p.Code(), p.Detail)
	for _, e := range p.Errors {
		text += fmt.Sprintf("\n  %s: %s", e.Pointer, e.Detail)
	}
	return text
}

// MarshalJSON writes the standard members and the facts side by side.
func (p *Problem) MarshalJSON() ([]byte, error) {
	all := make(map[string]any, len(p.Facts)+5)
	for name, fact := range p.Facts {
		all[name] = fact
	}
	all["type"], all["title"], all["status"], all["detail"] = p.Type, p.Title, p.Status, p.Detail
	if len(p.Errors) > 0 {
		all["errors"] = p.Errors
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads the standard members and keeps the rest as facts.
func (p *Problem) UnmarshalJSON(data []byte) error {
	var standard struct {
		Type   string       `json:"type"`
		Title  string       `json:"title"`
		Status int          `json:"status"`
		Detail string       `json:"detail"`
		Errors []FieldError `json:"errors"`
	}
	err := json.Unmarshal(data, &standard)
	if err != nil {
		return err
	}
	var facts map[string]any
	err = json.Unmarshal(data, &facts)
	if err != nil {
		return err
	}
	for _, name := range []string{"type", "title", "status", "detail", "errors"} {
		delete(facts, name)
	}
	*p = Problem{standard.Type, standard.Title, standard.Status, standard.Detail, standard.Errors, facts}
	return nil
}
