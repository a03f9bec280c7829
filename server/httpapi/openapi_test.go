package httpapi

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDocumentNamesEveryRoute(t *testing.T) {
	f := newFixture(t, Services{})
	raw, err := f.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
			Responses   map[string]struct{ Content map[string]any }
		}
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || doc.Components.Schemas["Problem"] == nil {
		t.Errorf("version %s, problem %v", doc.OpenAPI, doc.Components.Schemas["Problem"])
	}
	seen := map[string]string{}
	for _, r := range f.Routes() {
		at := r.Method + " " + r.Path
		op, ok := doc.Paths[r.Path][strings.ToLower(r.Method)]
		if !ok || op.OperationID != r.ID || r.ID == "" {
			t.Errorf("%s is not in the document as %q", at, r.ID)
		}
		if seen[r.ID] != "" {
			t.Errorf("%s and %s are both %q", at, seen[r.ID], r.ID)
		}
		seen[r.ID] = at
		if (len(op.Security) == 0) != r.Who.Open {
			t.Errorf("%s: open %v, but security %v", at, r.Who.Open, op.Security)
		}
		for status, answer := range op.Responses {
			if _, ok := answer.Content[problemType]; !ok && (status[0] >= '4' || status == "default") {
				t.Errorf("%s: %s is not said to be a problem: %v", at, status, answer.Content)
			}
		}
	}
	for _, bad := range []string{"$schema", "ErrorModel"} {
		if strings.Contains(string(raw), bad) {
			t.Errorf("the document holds %s", bad)
		}
	}
}
