// Package api is the HTTP contract of hallyu: the bodies that travel, the problem document, and a
// Client that speaks them. It imports the standard library alone, so that a chat app written in Go
// can use it as it is.
//
// Names and shapes are binding within /v1: fields are added, never renamed, and clients must
// tolerate new fields and new values of enumerations. The server gives the whole contract as
// OpenAPI 3.1 at /openapi.json.
package api
