package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the answers of the vectors anew")

// vector is a file of sync/vectors: calls in order, each with the bytes of a
// request and the answer, or the code of the refusal. The slips of Given exist
// before the first call, as Journals lists them.
type vector struct {
	About string  `json:"about"`
	Given []given `json:"given"`
	Now   string  `json:"now"`
	Calls []call  `json:"calls"`
}

type given struct {
	ID      string          `json:"id"`
	Driver  string          `json:"driver"`
	Version int64           `json:"version"`
	Journal json.RawMessage `json:"journal"`
}

type call struct {
	About   string          `json:"about"`
	Device  string          `json:"device"`
	Person  string          `json:"person"`
	Access  Access          `json:"access"`
	Request string          `json:"request"` // the body, byte for byte
	Answer  json.RawMessage `json:"answer,omitempty"`
	Refused string          `json:"refused,omitempty"`
}

func TestVectors(t *testing.T) {
	files, err := filepath.Glob("../vectors/exchange-*.json")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { runVector(t, file) })
	}
}

func runVector(t *testing.T, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	for i, g := range v.Given {
		w.addSlip(g.ID, g.Driver)
		v.Given[i].Version = 1
		v.Given[i].Journal, _ = json.Marshal(w.slips[g.ID].Slip().Journal)
	}
	v.Now = t0.Format("2006-01-02T15:04:05.000Z")
	for i, c := range v.Calls {
		v.Calls[i].Answer, v.Calls[i].Refused = w.answer(c)
	}
	now, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	now = append(now, '\n')
	if *update {
		if err := os.WriteFile(file, now, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(raw, now) {
		a, b := strings.Split(string(raw), "\n"), strings.Split(string(now), "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("line %d\n is %s\nwas %s", i+1, b[i], a[i])
			}
		}
		t.Fatal("the file is not as the test writes it")
	}
}

func (w *world) answer(c call) (answer json.RawMessage, refused string) {
	req, err := DecodeRequest([]byte(c.Request))
	var a Answer
	if err == nil {
		a, err = w.Do(w.t.Context(), Sender{c.Device, c.Person, c.Access}, req)
	}
	var bad *EnvelopeError
	if errors.As(err, &bad) {
		return nil, bad.Code
	}
	if err != nil {
		w.t.Fatalf("%s: %v", c.About, err)
	}
	return a.AppendJSON(nil), ""
}
