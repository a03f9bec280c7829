package slip

import (
	"encoding/json"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, e := range busy(f).Journal {
		f.Add(string(e.Kind), []byte(e.Data))
	}
	f.Add("handedOver", []byte(`{"payment":"none","mark":{"strokes":[1,5,5],"w":9,"h":9}}`))
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		_, err := Parse(Kind(kind), 1, data)
		if err == nil && len(data) > 0 && !json.Valid(data) {
			t.Error("this is no JSON")
		}
		e := Entry{ID: "x", Kind: Kind(kind), V: 1, Data: data}
		s, _, err := Append(Slip{ID: "s"}, e)
		if err != nil {
			return
		}
		again, err := Decode(s.AppendJSON(nil))
		if err != nil || Verify(again.Journal) != nil {
			t.Errorf("it does not come back from the store: %v", err)
		}
	})
}

func FuzzFold(f *testing.F) {
	f.Add([]byte(`[]`))
	raw, _ := json.Marshal(busy(f).Journal)
	f.Add(raw)
	f.Add([]byte(`[{"id":"a","kind":"chequeReturned","v":1,"seal":["a","a"]},{"id":"b","kind":"settled","v":1,"data":{"entry":"b"}}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var journal []Entry
		if json.Unmarshal(raw, &journal) != nil || len(journal) > MaxEntries {
			return
		}
		st := Fold(journal)
		if _, err := json.Marshal(st); err != nil {
			t.Error(err)
		}
		Cut(Slip{ID: "s", Journal: journal}, Options{})
		_, _ = Decode(raw)
	})
}

// FuzzDecode: nothing in a stored document breaks the reader, and what it reads
// is written so that it reads the same again. Data was checked before it was
// stored and is kept as it is.
func FuzzDecode(f *testing.F) {
	few := busy(f)
	few.Journal = few.Journal[:5] // a long document is changed slowly
	f.Add(few.AppendJSON(nil))
	f.Add([]byte(`{"id":"s","journal":[{"id":"a","kind":"note","v":1,"at":"2026-11-21T08:00:00Z","data":{"text":"\u00e9\ud800"},"blobs":[{"sha256":"x","size":1}],"seal":["a"]}]}`))
	f.Add([]byte(` {"id" : "s" , "new":[{}] , "journal" : null } `))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := Decode(raw)
		if err != nil {
			return
		}
		written := s.AppendJSON(nil)
		again, err := Decode(written)
		if err != nil || string(again.AppendJSON(nil)) != string(written) {
			t.Errorf("read %q, written %q: %v", raw, written, err)
		}
	})
}
