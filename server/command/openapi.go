package command

import (
	"context"

	"github.com/portage-livraison/portage/server/app"
)

// openapi needs no data and no port: the document is made of the routes.
func openapi(_ context.Context, w World, args []string) error {
	if len(args) > 0 {
		return misused("openapi takes no arguments")
	}
	doc, err := app.OpenAPI()
	if err != nil {
		return err
	}
	_, err = w.Out.Write(doc)
	return err
}
