package httpapi

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/fault"
)

// text holds one file per area of fault codes, {code: {fr, en}}, and status.json
// with the titles. Values of a fault stand in braces: {field}.
//
//go:embed text/*.json
var textFiles embed.FS

// sentence is one text in the languages of the product.
type sentence struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

func (t sentence) in(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.FR
}

// catalogue is every text that the server's refusals use, by code.
type catalogue map[string]sentence

// loadCatalogue reads the text files; a code in two files is an error.
func loadCatalogue() (catalogue, error) {
	names, err := fs.Glob(textFiles, "text/*.json")
	if err != nil {
		return nil, err
	}
	all := catalogue{}
	for _, name := range names {
		raw, err := textFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var some catalogue
		if err := json.Unmarshal(raw, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for code, t := range some {
			if _, twice := all[code]; twice {
				return nil, fmt.Errorf("%s: %s has a text already", name, code)
			}
			all[code] = t
		}
	}
	return all, nil
}

// say gives title and detail for a refusal. A code without a text falls back to
// the fault's own English, never to nothing.
func (w catalogue) say(lang string, status int, f *fault.Error) (title, detail string) {
	title = w["status."+strconv.Itoa(status)].in(lang)
	t, ok := w[f.Code]
	if !ok {
		return title, f.Text
	}
	detail = t.in(lang)
	for name, value := range f.Args {
		detail = strings.ReplaceAll(detail, "{"+name+"}", fmt.Sprint(value))
	}
	return title, detail
}

// language is fr or en, whichever the request prefers.
func (s *Server) language(c *fiber.Ctx) string {
	// Immutable does not cover what AcceptsLanguages returns: it is one of the offers.
	switch lang := c.AcceptsLanguages("fr", "en"); {
	case c.Get(fiber.HeaderAcceptLanguage) == "", lang == "":
		return s.cfg.Lang
	default:
		return lang
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
