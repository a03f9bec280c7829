package report

import (
	"reflect"
	"slices"
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

func TestMaskReachesEveryCountOfResidents(t *testing.T) {
	f := Figures{From: "2020-04-01", To: "2020-06-30", Deliveries: 47, Registered: 4, HouseholdsServed: 40, ServedLong: 3, Slips: 47, ChequesCents: 9900,
		Months: []Month{{Month: "2020-04", Deliveries: 30, Drivers: 2, Households: 30, Slips: 60}, {Month: "2020-05", Deliveries: 4, Drivers: 1, Households: 4, Slips: 9},
			{Month: "2020-06", Deliveries: 13, Drivers: 1, Households: 9, Slips: 20}},
		Weeks:   []Week{{Week: "2020-W15", Monday: "2020-04-06", Deliveries: 9, Registered: 3}, {Week: "2020-W16", Monday: "2020-04-13", Deliveries: 8, Registered: 1}},
		Cheques: []ChequeLine{{Name: "Le Panier", Slips: 2, Cheques: 2, Cents: 1234, Open: 1}, {Name: "Proxi", Slips: 9, Cheques: 9, Cents: 8666}, {Name: "La Criée", Slips: 30, Cheques: 30}},
		Gifts:   rows(9, 3, 8), Hours: rows(30, 2, 7), ByTrade: rows(2, 1)}
	mask(&f)
	want := []Month{{Month: "2020-04", Deliveries: 30, Drivers: 2, Households: 30, Slips: 60}, {Month: "2020-05", Drivers: 1, Hidden: true}, {Month: "2020-06", Drivers: 1, Hidden: true}}
	if !reflect.DeepEqual(f.Months, want) {
		t.Errorf("months: %+v", f.Months)
	}
	if w := f.Weeks[0]; w.Deliveries != 9 || w.Registered != 0 || !reflect.DeepEqual(w.Hidden, []string{"registered"}) {
		t.Errorf("week: %+v", w)
	}
	if c := f.Cheques; !reflect.DeepEqual(c[0], ChequeLine{Name: "Le Panier", Hidden: true}) || !c[1].Hidden || c[2].Hidden {
		t.Errorf("cheques: %+v", c)
	}
	if !reflect.DeepEqual(f.Hidden, []string{"registered", "servedOverAMonth"}) || f.Registered != 0 || f.ServedLong != 0 || f.HouseholdsServed != 40 {
		t.Errorf("hidden %v in %+v", f.Hidden, f)
	}
	if !f.Gifts[1].Hidden || !f.Gifts[2].Hidden || !f.Hours[1].Hidden || f.ByTrade[1].Hidden {
		t.Errorf("gifts %v, hours %v, shops %v", f.Gifts, f.Hours, f.ByTrade)
	}
	var b strings.Builder
	if err := Text(&b, f, "fr"); err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"12,34", "86,66"} {
		if strings.Contains(b.String(), never) {
			t.Errorf("%q is told in %s", never, b.String())
		}
	}
	if !strings.Contains(b.String(), "Un nombre de moins de 5 n’est pas donné") {
		t.Error("nothing says what the star means")
	}
}

func TestMonthsWeeksAndTimesAreSaidInWords(t *testing.T) {
	f := Figures{Service: "Portage", From: "2020-04-03", To: "2020-06-05", Months: []Month{{Month: "2020-04", Drivers: 4}}, MedianHours: 26,
		Weeks: []Week{{Week: "2020-W15", Monday: "2020-04-06"}, {Week: "2020-W23", Monday: "2020-06-01"}}, Hours: []Row{{Name: "0", Count: 9}, {Name: "1", Count: 6}, {Name: "2", Count: 5}}}
	for lang, want := range map[string][]string{
		"fr": {"du 3 avril 2020 au 5 juin 2020", "avril 2020", "semaine du 6 avril ", "semaine du 1er juin ", "moins d’un jour", "1 jour ", "2 jours", "26\u00a0h"},
		"en": {"from 3 April 2020 to 5 June 2020", "April 2020", "week of 6 April ", "week of 1 June ", "under a day", "1 day ", "2 days", "26\u00a0h"},
	} {
		var b strings.Builder
		if err := Text(&b, f, lang); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s: no %q in %s", lang, w, b.String())
			}
		}
	}
	f.To = "2021-06-05"
	if s := (lexicon{lang: "fr"}).week(f.Weeks[0], f); s != "semaine du 6 avril 2020" {
		t.Errorf("in a period of two years: %q", s)
	}
	var b strings.Builder
	if err := CSV(&b, f, "fr"); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"\n2020-04;4\n", "\n2020-W15;0;0\n", "\n2;5\n"} {
		if !strings.Contains(b.String(), w) {
			t.Errorf("a spreadsheet cannot sort: no %q in %s", w, b.String())
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

func TestNamesAreInADictionarysOrder(t *testing.T) {
	var got []string
	for _, r := range (tally{"épicerie": 1, "poissonnerie": 1, "Boucherie": 1, "traiteur": 4}).rows() {
		got = append(got, r.Name)
	}
	if want := []string{"traiteur", "Boucherie", "épicerie", "poissonnerie"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v: the most first, then by name whatever its accents and capitals", got, want)
	}
}
