package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// FuzzCheck: check agrees with encoding/json, but for the depth it allows.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, ` {"a":[1,-0.5e+3,{"b":null}],"c":"\u00e9\ud83d\n"} `, `[1,]`, `{"a"}`, `{"a":1,}`, `NaN`, `01`, `-`, `1.`,
		`"\x"`, `"` + "\x01" + `"`, `tru`, `[[[]]`, `[}`, `{"a":1]`, `1 2`, ``, `"`, `"\u12"`, strings.Repeat("[", 40) + strings.Repeat("]", 40),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		err := check(b)
		if errors.Is(err, errDeep) {
			return
		}
		if (err == nil) != json.Valid(b) {
			t.Fatalf("check(%q) = %v, json.Valid = %v", b, err, json.Valid(b))
		}
	})
}

// FuzzSplit: what encoding/json reads as an object or array is split into the
// same pieces.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{`{"a":1,"b":[1,{"c":"]"}]}`, `[1, "x,y" ,{"a":[]}]`, `{}`, `[]`, `{"a":NaN,"b":2}`, `[1`, `{"a" : 1 , "\u0062":2}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got := map[string]json.RawMessage{}
		err := fields(b, func(name string, v []byte) error { got[name] = v; return nil })
		var want map[string]json.RawMessage
		if json.Unmarshal(b, &want) == nil && want != nil && !errors.Is(err, errTwice) {
			if err != nil || len(got) != len(want) {
				t.Fatalf("fields(%q) = %v, %v", b, got, err)
			}
			for k, v := range want {
				if !bytes.Equal(bytes.TrimSpace(v), got[k]) {
					t.Fatalf("field %q of %q: %q, want %q", k, b, got[k], v)
				}
			}
		}
		vs, err := elements(b, len(b))
		var list []json.RawMessage
		if json.Unmarshal(b, &list) == nil && list != nil {
			if err != nil || len(vs) != len(list) {
				t.Fatalf("elements(%q) = %q, %v", b, vs, err)
			}
			for i, v := range list {
				if !bytes.Equal(v, vs[i]) {
					t.Fatalf("element %d of %q: %q, want %q", i, b, vs[i], v)
				}
			}
		}
	})
}

func TestCheckBoundsDepth(t *testing.T) {
	nest := func(n int) []byte { return []byte(strings.Repeat(`{"a":[`, n/2) + strings.Repeat(`]}`, n/2)) }
	if err := check(nest(maxDepth)); err != nil {
		t.Errorf("depth %d: %v", maxDepth, err)
	}
	if err := check(nest(maxDepth + 2)); !errors.Is(err, errDeep) {
		t.Errorf("depth %d: %v, want errDeep", maxDepth+2, err)
	}
}

func TestElementsStopAtTheLimit(t *testing.T) {
	vs, err := elements([]byte(`[`+strings.Repeat(`1,`, 100_000)+`1]`), 50)
	if err != nil || len(vs) != 51 {
		t.Errorf("%d elements, %v; want 51", len(vs), err)
	}
}

// TestText compares with encoding/json what a string says.
func TestText(t *testing.T) {
	for _, quoted := range []string{`""`, `"slip"`, `"a b~"`, `"caf\u00e9"`, `"café"`, `"\ud800"`, `"a\/b"`, "\"\x7f\"", "\"\xff\"", "\"\x01\"", `"\x"`} {
		var want string
		bad := json.Unmarshal([]byte(quoted), &want) != nil
		if got, err := text([]byte(quoted)); got != want || (err != nil) != bad {
			t.Errorf("%s is read as %q, %v", quoted, got, err)
		}
	}
}
