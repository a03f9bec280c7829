package slip

import (
	"encoding/json"
	"reflect"
	"testing"
)

// fill sets every field below v to something else than its zero.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0))
		fill(t, v.Index(1))
	case reflect.String:
		v.SetString("é\"\\ " + v.String() + t.Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(1240)
	default:
		t.Fatalf("a %s in a sheet", v.Type())
	}
}

func TestASheetIsReadAsJSON(t *testing.T) {
	var full Sheet
	fill(t, reflect.ValueOf(&full).Elem())
	raw, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	if got := readSheet(&reader{b: raw}); !reflect.DeepEqual(*got, full) {
		t.Errorf("a field is lost\n got %+v\nwant %+v", *got, full)
	}
	for _, text := range []string{`{}`, `{"lines":null,"household":null,"codes":[]}`, `{"lines":[],"later":{"x":[1]},"note":null}`} {
		var want Sheet
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		if got := readSheet(&reader{b: []byte(text)}); !reflect.DeepEqual(*got, want) {
			t.Errorf("%s\n got %+v\nwant %+v", text, *got, want)
		}
	}
	for _, text := range []string{`{"lines":{}}`, `{"household":[]}`, `{"direct":1}`, `{"amountCents":"1"}`, `{"note":1}`, `[]`, `{"codes":[1]}`} {
		r := &reader{b: []byte(text)}
		if readSheet(r); r.end() {
			t.Errorf("%s was read", text)
		}
	}
}
