package httpapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/portage-livraison/portage/server/fault"
)

// faultCodes finds every code given to fault.New below dir, with one place.
func faultCodes(t *testing.T, dir string) map[string]string {
	t.Helper()
	codes := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 3 {
				return true
			}
			name := ""
			switch fn := call.Fun.(type) {
			case *ast.SelectorExpr:
				if pkg, ok := fn.X.(*ast.Ident); ok && pkg.Name == "fault" {
					name = fn.Sel.Name
				}
			case *ast.Ident:
				if file.Name.Name == "fault" {
					name = fn.Name
				}
			}
			if name != "New" {
				return true
			}
			place := set.Position(call.Pos()).String()
			lit, ok := call.Args[1].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: the code is not written out, so nobody can check its texts", place)
				return true
			}
			code, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(code, "store.") && !strings.HasPrefix(code, "transfer.") { // said on a terminal
				codes[code] = place
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

func TestEveryFaultHasTextsInBothLanguages(t *testing.T) {
	words, err := loadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	codes := faultCodes(t, "..")
	if len(codes) < 20 {
		t.Fatalf("only %d codes found: the search is broken", len(codes))
	}
	for code, place := range codes {
		if w := words[code]; w.FR == "" || w.EN == "" {
			t.Errorf("%s: add %q with fr and en to a file in server/httpapi/text", place, code)
		}
	}
	for code, w := range words {
		if !strings.HasPrefix(code, "status.") && codes[code] == "" {
			t.Errorf("text for %q, which no code uses", code)
		}
		if fr, en := placeholders(w.FR), placeholders(w.EN); fr != en {
			t.Errorf("%s: fr speaks of %q, en of %q", code, fr, en)
		}
	}
}

func placeholders(text string) string {
	seen := map[string]bool{}
	var all []string
	for _, p := range regexp.MustCompile(`\{\w+\}`).FindAllString(text, -1) {
		if !seen[p] {
			seen[p] = true
			all = append(all, p)
		}
	}
	// the two languages may name them in another order
	if len(all) == 2 && all[0] > all[1] {
		all[0], all[1] = all[1], all[0]
	}
	return strings.Join(all, " ")
}

func TestEveryStatusHasATitle(t *testing.T) {
	words, err := loadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	statuses := map[int]bool{}
	for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
		status, ok := statusOf[kind]
		if !ok {
			t.Errorf("kind %d has no status", kind)
		}
		statuses[status] = true
	}
	for status := range refusedBy {
		statuses[status] = true
	}
	for status := range statuses {
		if w := words["status."+strconv.Itoa(status)]; w.FR == "" || w.EN == "" {
			t.Errorf("status %d has no title", status)
		}
	}
}

func TestSayFillsAndFallsBack(t *testing.T) {
	words := catalogue{"x.y": {FR: "encore {n} sur {n} {m}", EN: "{n} left"}, "status.409": {FR: "Conflit", EN: "Conflict"}}
	f := fault.New(fault.Conflict, "x.y", "text").With(map[string]any{"n": 3})
	if title, detail := words.say("fr", 409, f); title != "Conflit" || detail != "encore 3 sur 3 {m}" {
		t.Errorf("%q %q", title, detail)
	}
	if _, detail := words.say("en", 409, f); detail != "3 left" {
		t.Errorf("%q", detail)
	}
	if _, detail := words.say("fr", 409, fault.New(fault.Conflict, "new.code", "plain %s", "text")); detail != "plain text" {
		t.Errorf("a code without a text: %q", detail)
	}
}

func TestLanguageOfTheAnswer(t *testing.T) {
	tests := []struct{ accept, lang, want string }{
		{"", "fr", "Introuvable"},
		{"", "en", "Not found"},
		{"fr-FR,fr;q=0.9,en;q=0.8", "en", "Introuvable"},
		{"en-GB,en;q=0.9", "fr", "Not found"},
		{"de", "fr", "Introuvable"},
		{"de, en;q=0.3, fr;q=0.1", "fr", "Not found"},
	}
	for _, tt := range tests {
		f := newFixture(t, Services{}, func(c *Config) { c.Lang = tt.lang })
		var headers []string
		if tt.accept != "" {
			headers = []string{"Accept-Language: " + tt.accept}
		}
		if got := f.ask(t, "GET", "/api/none", "", headers...).problem(t).Title; got != tt.want {
			t.Errorf("Accept-Language %q, LANG %s: %q, want %q", tt.accept, tt.lang, got, tt.want)
		}
	}
}

func TestFrenchTextsReadAsFrench(t *testing.T) {
	all, err := loadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	typed := regexp.MustCompile(`'| [:;?!»€%]|« `)
	english := strings.Fields("the and of with your this not is for from slip shop round household driver order email")
	for code, said := range all {
		if bad := typed.FindString(said.FR); bad != "" {
			t.Errorf("%s: %q is no French typography in %q", code, bad, said.FR)
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(said.FR), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if slices.Contains(english, word) {
				t.Errorf("%s: %q is English in %q", code, word, said.FR)
			}
		}
	}
}
