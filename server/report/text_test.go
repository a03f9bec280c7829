package report

import (
	"bytes"
	"strings"
	"testing"
)

func TestNoCellIsAFormula(t *testing.T) {
	for _, name := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "\u00a0-1", "＝1+1"} {
		if got := unarmed(name); got != "'"+name {
			t.Errorf("%q is written as %q", name, got)
		}
	}
	for _, name := range []string{"", " ", "Le Panier", "12,50", "–"} {
		if got := unarmed(name); got != name {
			t.Errorf("%q is written as %q", name, got)
		}
	}
	var b bytes.Buffer
	if err := CSV(&b, Figures{Service: "=cmd", Cheques: []ChequeLine{{Name: " @shop", Cheques: 9}}}, "fr"); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "'=cmd") || !strings.Contains(b.String(), "' @shop") {
		t.Errorf("%s", b.String())
	}
}
