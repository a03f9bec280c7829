package httpapi

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
)

// newAPI is huma without its pages, which load scripts from elsewhere, and
// without $schema in answers.
func newAPI(app *fiber.App, version string) huma.API {
	conf := huma.DefaultConfig("Portage", version)
	conf.OpenAPIPath, conf.DocsPath, conf.SchemasPath = "", "", ""
	conf.CreateHooks = nil
	conf.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat}
	conf.RejectUnknownQueryParameters = true
	conf.Info.Description = "The JSON API of a Portage server. Errors are RFC 9457 problems with a stable code."
	conf.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "__Host-portage"},
		"device": {Type: "apiKey", In: "header", Name: "Authorization",
			Description: "Portage <device>.<secret>, as in sync/README.md"},
	}
	return humafiber.New(app, conf)
}

// OpenAPI is the document of every JSON route, indented and stable, so that a
// copy in the repository can be compared.
func (s *Server) OpenAPI() ([]byte, error) {
	raw, err := s.api.OpenAPI().MarshalJSON()
	if err != nil {
		return nil, err
	}
	var tidy any
	if err := json.Unmarshal(raw, &tidy); err != nil {
		return nil, err
	}
	doc, err := json.MarshalIndent(tidy, "", "  ")
	return append(doc, '\n'), err
}

func (s *Server) openapiRoutes() {
	s.addPlain(Route{Method: "GET", Path: "/api/openapi.json", ID: "getOpenAPI", Who: Anyone}, func(c *fiber.Ctx) error {
		doc, err := s.OpenAPI()
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, "application/vnd.oai.openapi+json;version=3.1")
		return c.Send(doc)
	})
}
