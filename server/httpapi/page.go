package httpapi

import "github.com/portage-livraison/portage/server/desk"

// PageInput is what every list that grows with a town's history takes. The name
// is exported because the schema knows no fields of an unexported embedded type.
type PageInput struct {
	Cursor string `query:"cursor" maxLength:"1000" doc:"the next of the page before; the first page when absent"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (p PageInput) page() desk.Page { return desk.Page{Cursor: p.Cursor, Limit: p.Limit} }

// PageOutput is what such a list answers beside its entries.
type PageOutput struct {
	Next string `json:"next,omitempty" doc:"cursor of the next page, absent at the end"`
}
