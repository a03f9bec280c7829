package report

import (
	"reflect"
	"strings"
	"testing"
)

func rows(counts ...int) []Row {
	out := []Row{}
	for i, n := range counts {
		out = append(out, Row{Name: string(rune('a' + i)), Count: n})
	}
	return out
}

// told are the counts that a masked breakdown still tells, -1 for a hidden one.
func told(counts ...int) []int {
	f := Figures{Ages: rows(counts...)}
	mask(&f)
	out := []int{}
	for _, r := range f.Ages {
		if r.Hidden {
			if r.Count != 0 {
				panic("a hidden row still holds its count")
			}
			out = append(out, -1)
			continue
		}
		out = append(out, r.Count)
	}
	return out
}

func TestMaskHidesSmallCountsAndWhatWouldGiveThemAway(t *testing.T) {
	for _, c := range []struct{ counts, want []int }{
		{[]int{9, 7, 5}, []int{9, 7, 5}},
		{[]int{9, 7, 4}, []int{9, -1, -1}}, // the total less the others would tell 4
		{[]int{9, 3, 4}, []int{9, -1, -1}},
		{[]int{9, 0, 6}, []int{9, 0, 6}}, // none is nobody's secret
		{[]int{4}, []int{-1}},
		{[]int{4, 0}, []int{-1, 0}},
		{[]int{}, []int{}},
	} {
		if got := told(c.counts...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: told %v, want %v", c.counts, got, c.want)
		}
	}
}

func TestEveryFigureHasOneSentenceAndWordsInBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Definitions {
		if seen[d.Figure] || !strings.HasSuffix(d.FR, ".") || !strings.HasSuffix(d.EN, ".") || d.FR == d.EN {
			t.Errorf("%s: once, one sentence, in both languages", d.Figure)
		}
		seen[d.Figure] = true
		if _, ok := texts[d.Figure]; !ok {
			t.Errorf("%s has no title", d.Figure)
		}
	}
	for key, both := range texts {
		if both[0] == "" || both[1] == "" {
			t.Errorf("%s lacks a word", key)
		}
	}
	for _, lang := range []string{"fr", "en"} {
		for _, s := range Sheets(Figures{Months: []Month{{Month: "2020-04"}}}, lang) {
			for _, h := range s.Heads {
				if _, key := texts[h]; key && strings.HasSuffix(h, "Head") {
					t.Errorf("%s: %q was not said in %s", s.Figure, h, lang)
				}
			}
			for _, r := range s.Rows {
				if len(r) != len(s.Heads) {
					t.Errorf("%s: %d cells under %d heads", s.Figure, len(r), len(s.Heads))
				}
			}
		}
	}
}

func TestCSVGivesNoFormulaToASpreadsheet(t *testing.T) {
	var b strings.Builder
	f := Figures{Service: "=cmd()", Exits: []Row{{Name: "+1", Count: 9}}}
	if err := CSV(&b, f, "en"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"'=cmd(),", "\n'+1,9\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, b.String())
		}
	}
}
