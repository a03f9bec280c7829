package slip

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

type vector struct {
	Name    string          `json:"name"`
	Journal []Entry         `json:"journal"`
	State   json.RawMessage `json:"state"`
}

func vectors(t *testing.T) map[string][]vector {
	t.Helper()
	files, err := filepath.Glob("../vectors/fold-*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no vectors", err)
	}
	all := map[string][]vector{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var list []vector
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(file, err)
		}
		all[filepath.Base(file)] = list
	}
	return all
}

// TestVectors folds every journal, and its cut for the phone, and finds the
// state that the vector names.
func TestVectors(t *testing.T) {
	for file, list := range vectors(t) {
		for _, v := range list {
			t.Run(file+"/"+v.Name, func(t *testing.T) {
				want := canonical(t, v.State)
				if got := shown(t, Fold(v.Journal)); !reflect.DeepEqual(got, want) {
					t.Errorf("fold\n got %s\nwant %s", text(got), text(want))
				}
			})
		}
	}
}

// shown is a state without its sheet, as plain JSON values.
func shown(t testing.TB, st State) map[string]any {
	t.Helper()
	st.Sheet = nil
	raw, err := json.Marshal(st)
	if err != nil {
		t.Fatal(err)
	}
	return canonical(t, raw)
}

func canonical(t testing.TB, raw []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func text(v any) string { raw, _ := json.MarshalIndent(v, "", " "); return string(raw) }
