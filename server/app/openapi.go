package app

import (
	"github.com/portage-livraison/portage/server/httpapi"
)

// OpenAPI is the API's document, made without a store or a port. The version is
// left out of it: a copy in the repository must not change with every build.
func OpenAPI() ([]byte, error) {
	d := Deps{}.orReal()
	s, err := httpapi.New(httpapi.Config{BaseURL: "http://localhost:8080", Version: "1", Log: d.Log, NewID: d.NewID},
		httpapi.Services{})
	if err != nil {
		return nil, err
	}
	return s.OpenAPI()
}
